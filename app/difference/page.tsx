import type { Metadata } from "next";
import { AppShell } from "@/components/ui/app-shell";
import { ErrorState } from "@/components/ui/error-state";
import { jobListSchema, listDifferenceJobs, listJobChoices } from "@/lib/queries/difference-jobs";
import { guarded } from "../_shell/guarded";
import { JobList } from "./job-list";

export const metadata: Metadata = { title: "Difference imaging" };

interface DifferencePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function DifferencePage({ searchParams }: DifferencePageProps) {
  const parameters = await searchParams;
  const crumbs = [{ label: "Difference imaging", href: null }];
  return guarded(crumbs, async () => {
    const request = jobListSchema.safeParse(parameters);
    if (!request.success) {
      const [issue] = request.error.issues;
      return (
        <AppShell crumbs={crumbs}>
          <ErrorState title="The filter is not understood" message={`${issue?.path.join(".")}: ${issue?.message}`} />
        </AppShell>
      );
    }
    const [page, choices] = await Promise.all([listDifferenceJobs(request.data), listJobChoices()]);
    return (
      <AppShell crumbs={crumbs} status={{ mode: request.data.mode ?? "annulus" }}>
        <JobList page={page} choices={choices} />
      </AppShell>
    );
  });
}

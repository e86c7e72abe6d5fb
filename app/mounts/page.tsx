import type { Metadata } from "next";
import { z } from "zod";
import { AppShell } from "@/components/ui/app-shell";
import { environment } from "@/lib/environment";
import { FILE_STATES, listMountedFiles, listMounts } from "@/lib/queries/mounts";
import { guarded } from "../_shell/guarded";
import { LiveRefresh } from "../_shell/live-refresh";
import { MountsView } from "./mounts-view";

export const metadata: Metadata = { title: "Mounts" };

const FIRST_PAGE = 200;

const parametersSchema = z.object({
  mount: z.coerce.number().int().optional().catch(undefined),
  state: z.enum([...FILE_STATES, "troubled", "all"]).catch("troubled"),
});

interface MountsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function MountsPage({ searchParams }: MountsPageProps) {
  const { mount, state } = parametersSchema.parse(await searchParams);
  const crumbs = [{ label: "Mounts", href: null }];
  return guarded(crumbs, async () => {
    const mounts = await listMounts();
    const current = mounts.find(({ id }) => id === mount) ?? mounts[0] ?? null;
    const files = current ? await listMountedFiles(current.id, state, null, FIRST_PAGE) : { rows: [], next: null };
    return (
      <AppShell crumbs={crumbs}>
        <LiveRefresh kinds={["scan"]} />
        <MountsView
          mounts={mounts}
          current={current}
          state={state}
          files={files}
          limitBytes={environment().uploadLimitBytes}
        />
      </AppShell>
    );
  });
}

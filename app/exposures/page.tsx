import type { Metadata } from "next";
import { AppShell } from "@/components/ui/app-shell";
import { listDays, listExposureFacets } from "@/lib/queries/exposure-facets";
import { parseExposureFilter } from "@/lib/queries/exposure-filter";
import { countExposures, listExposures } from "@/lib/queries/exposures";
import { guarded } from "../_shell/guarded";
import { daySteps } from "./day-steps";
import { Navigator } from "./navigator";

export const metadata: Metadata = { title: "Exposures" };

const FIRST_PAGE = 200;

interface ExposuresPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ExposuresPage({ searchParams }: ExposuresPageProps) {
  const parameters = await searchParams;
  const crumbs = [{ label: "Exposures", href: null }];
  return guarded(crumbs, async () => {
    const filter = parseExposureFilter(parameters);
    const [page, total, facets, days] = await Promise.all([
      listExposures(filter, null, FIRST_PAGE),
      countExposures(filter),
      listExposureFacets(),
      listDays(filter),
    ]);
    return (
      <AppShell
        crumbs={crumbs}
        status={{ mode: "annulus" }}
        steps={{ days: daySteps(days, filter.day ?? null, parameters) }}
      >
        <Navigator page={page} total={total} facets={facets} days={days} day={filter.day ?? null} />
      </AppShell>
    );
  });
}

import type { Metadata } from "next";
import Link from "next/link";
import { AppShell, type Crumb, type Steps } from "@/components/ui/app-shell";
import { EmptyState } from "@/components/ui/empty-state";
import { findExposure } from "@/lib/queries/exposure";
import { findDaysBeside, listFlipChoices } from "@/lib/queries/flip-choices";
import { type FlipFilter, parseFlipFilter } from "@/lib/queries/flip-filter";
import { type FlipScope, findFlipScope } from "@/lib/queries/flip-scope";
import { countFlipRows, listFlipRows } from "@/lib/queries/flip-through";
import { readImageVocabulary } from "@/lib/queries/vocabulary";
import { guarded } from "../../_shell/guarded";
import { exposureHref } from "../[instrument]/[exposure]/address";
import { FlipClient } from "./flip-client";
import { flipHref } from "./flip-href";

export const metadata: Metadata = { title: "Flip through" };

const FIRST_PAGE = 200;

interface FlipPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FlipPage({ searchParams }: FlipPageProps) {
  const parameters = await searchParams;
  const crumbs: Crumb[] = [
    { label: "Exposures", href: "/exposures" },
    { label: "Flip through", href: null },
  ];
  return guarded(crumbs, async () => {
    const filter = parseFlipFilter(parameters);
    const scope = await findFlipScope(filter);
    if (!scope) return <NoExposures crumbs={crumbs} filter={filter} />;
    const [page, counts, choices, words, steps] = await Promise.all([
      listFlipRows(scope, null, FIRST_PAGE),
      countFlipRows(scope),
      listFlipChoices(scope.instrument),
      readImageVocabulary(),
      stepsOf(scope, parameters),
    ]);
    const { filter: _, ...chosen } = scope;
    return (
      <AppShell crumbs={crumbsOf(crumbs, scope)} steps={steps}>
        <FlipClient page={page} counts={counts} scope={chosen} choices={choices} words={words} />
      </AppShell>
    );
  });
}

function crumbsOf(crumbs: Crumb[], { exposureId, instrument }: FlipScope): Crumb[] {
  if (exposureId === null) return crumbs;
  return [...crumbs.slice(0, 1), { label: exposureId, href: exposureHref(instrument, exposureId) }, ...crumbs.slice(1)];
}

/** { } go to the next day of the night's list, [ ] to the next exposure of a list of detectors. */
async function stepsOf(scope: FlipScope, parameters: Record<string, string | string[] | undefined>): Promise<Steps> {
  const { instrument, day, exposureId } = scope;
  const href = (name: string, value: string | number | null) =>
    value === null ? null : flipHref(parameters, { instrument, [name]: String(value) });
  if (exposureId !== null) {
    const exposure = await findExposure(instrument, BigInt(exposureId));
    return { exposures: [href("exposure", exposure?.previous ?? null), href("exposure", exposure?.next ?? null)] };
  }
  if (day === null || day < 1_000_000) return {};
  const [before, after] = await findDaysBeside(instrument, day);
  return { days: [href("day", before), href("day", after)] };
}

function NoExposures({ crumbs, filter }: { crumbs: Crumb[]; filter: FlipFilter }) {
  const isFiltered = Object.values(filter.exposures).some((value) => value !== undefined);
  return (
    <AppShell crumbs={crumbs}>
      {isFiltered || filter.exposure !== undefined ? (
        <EmptyState
          title="No exposure passes the filter"
          action={<Link href="/exposures/flip">Flip through the newest night</Link>}
        >
          Another day, type or filter has some.
        </EmptyState>
      ) : (
        <EmptyState title="No exposures yet" action={<Link href="/mounts">Mount a folder</Link>}>
          Mount a folder of FITS files, or upload some; then flip through their images here.
        </EmptyState>
      )}
    </AppShell>
  );
}

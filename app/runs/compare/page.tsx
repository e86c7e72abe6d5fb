import type { Metadata } from "next";
import { z } from "zod";
import { AppShell } from "@/components/ui/app-shell";
import { NotFoundError } from "@/lib/errors";
import { findComparison } from "@/lib/queries/comparison";
import { listRuns } from "@/lib/queries/runs";
import { guarded } from "../../_shell/guarded";
import { ComparisonView } from "./comparison-view";

export const metadata: Metadata = { title: "Compare runs" };

const OFFERED = 500;

const runId = z.coerce.number().int().min(1).max(2_147_483_647).optional().catch(undefined);
const parametersSchema = z.object({
  a: runId,
  b: runId,
  /** instrument:exposureId */
  exposure: z
    .string()
    .regex(/^.{1,100}:\d{1,18}$/)
    .optional()
    .catch(undefined),
});

function exposureOf(text: string | undefined) {
  const at = text?.lastIndexOf(":") ?? -1;
  return text === undefined ? null : { instrument: text.slice(0, at), exposureId: text.slice(at + 1) };
}

interface ComparePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ComparePage({ searchParams }: ComparePageProps) {
  const { a, b, exposure } = parametersSchema.parse(await searchParams);
  const crumbs = [
    { label: "Runs", href: "/runs" },
    { label: "Compare", href: null },
  ];
  return guarded(crumbs, async () => {
    const { rows: runs } = await listRuns(null, OFFERED);
    const comparison = a && b ? await findComparison(a, b, exposureOf(exposure)) : null;
    if (a && b && comparison === null) {
      throw new NotFoundError({ place: `runs ${a} and ${b}`, found: "one of them is not there", expected: "two runs" });
    }
    return (
      <AppShell crumbs={crumbs} status={comparison ? { note: `A: run ${a}, B: run ${b}` } : {}}>
        <ComparisonView runs={runs} a={a ?? null} b={b ?? null} comparison={comparison} />
      </AppShell>
    );
  });
}

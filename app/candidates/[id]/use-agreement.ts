"use client";
// What two people said of the same queue: how far they agree, and where not.
import { useEffect, useState } from "react";
import { RefusedError } from "@/app/_shell/api";
import { agreementTable, cohenKappa, type Kappa, listDisagreements } from "@/lib/difference/compare/reader-agreement";
import type { CandidateRow } from "@/lib/queries/difference-rows";
import { type QueueAddress, readQueue } from "./read-queue";

export interface Agreement {
  first: string;
  second: string;
  /** candidates with a label of both */
  compared: number;
  kappa: Kappa;
  disagreements: { candidateId: string; first: string; second: string }[];
}

/** Null: nobody is compared; undefined: on its way. */
export type LoadedAgreement = Agreement | { reason: string } | undefined | null;

function labelsOf(rows: readonly CandidateRow[]): Map<string, string> {
  return new Map(rows.flatMap(({ candidateId, said }) => (said?.label ? [[candidateId, said.label] as const] : [])));
}

/** Labels of both, candidate by candidate. */
function compare(names: [string, string], lists: [CandidateRow[], CandidateRow[]]): Agreement {
  const [first, second] = [labelsOf(lists[0]), labelsOf(lists[1])];
  const ids = [...new Set([...first.keys(), ...second.keys()])].sort();
  const [a, b] = [first, second].map((labels) => ids.map((id) => labels.get(id) ?? null));
  const table = agreementTable(a ?? [], b ?? []);
  const disagreements = listDisagreements(a ?? [], b ?? []).map(({ index, ...labels }) => ({
    ...labels,
    candidateId: ids[index] ?? "",
  }));
  return { first: names[0], second: names[1], compared: table.compared, kappa: cohenKappa(table), disagreements };
}

/**
 * @param address of the queue; its person is the first reader
 * @param second name of the other; "": nobody
 * @param saved grows with each verdict that the server has: what was compared is compared again
 */
export function useAgreement(address: QueueAddress, second: string, saved: number): LoadedAgreement {
  const [loaded, setLoaded] = useState<{ key: string; agreement: LoadedAgreement }>({ key: "", agreement: undefined });
  const { mode, filter, sort } = address;
  const first = address.person || "local";
  const key = second === "" ? "" : [mode, filter, sort, first, second, saved].join("\n");
  useEffect(() => {
    if (key === "") return;
    let isOld = false;
    const judged = (person: string) => readQueue({ mode, sort, person, filter: `(${filter}) & verdict = any` });
    const load = async () => {
      try {
        const [own, other] = await Promise.all([judged(first), judged(second)]);
        if (!isOld) setLoaded({ key, agreement: compare([first, second], [own.rows, other.rows]) });
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        if (!isOld) setLoaded({ key, agreement: { reason: error.message } });
      }
    };
    load();
    return () => {
      isOld = true;
    };
  }, [key, mode, filter, sort, first, second]);
  if (key === "") return null;
  return loaded.key === key ? loaded.agreement : undefined;
}

"use client";
// Numbers and points that the page of candidates asks for beside its rows: each answer belongs to the address that asked for it.
import { useEffect, useState } from "react";
import { z } from "zod";
import type { CompareAnswer } from "@/lib/queries/difference-compare-measure";
import type { CandidateCounts, CandidateHistogram, CandidateScatter } from "@/lib/queries/difference-rows";
import { ask, RefusedError } from "../_shell/api";

export interface Answer<T> {
  /** null: being asked for, or refused */
  answer: T | null;
  failure: string | null;
}

/**
 * Asks the server, again when the address changes; the answer to an earlier address is dropped.
 *
 * @param address null: nothing is asked
 * @param schema of the answer; a constant of the module
 */
function useAnswer<T>(address: string | null, schema: z.ZodType<T>): Answer<T> {
  const [state, setState] = useState<{ address: string | null } & Answer<T>>(NOTHING);
  useEffect(() => {
    if (address === null) return;
    let isOld = false;
    const load = async () => {
      try {
        const answer = await ask(address, schema);
        if (!isOld) setState({ address, answer, failure: null });
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        if (!isOld) setState({ address, answer: null, failure: error.message });
      }
    };
    load();
    return () => {
      isOld = true;
    };
  }, [address, schema]);
  return state.address === address ? state : NOTHING;
}

const NOTHING = { address: null, answer: null, failure: null };

const isObject = (value: unknown) => typeof value === "object" && value !== null;
// our own server, of the same version: what it sends is its type
const countsSchema = z.custom<CandidateCounts>(isObject);
const scatterSchema = z.custom<CandidateScatter>(isObject);
const compareSchema = z.custom<CompareAnswer>(isObject);
const histogramSchema = z.custom<CandidateHistogram>(isObject);

/** What the answers are about; null: the filter is not understood. */
export type Asked = { mode: string; filter: string } | null;

function addressOf(what: string, asked: Asked, more: Record<string, string> = {}): string | null {
  return asked === null ? null : `/api/v1/candidates/${what}?${new URLSearchParams({ ...asked, ...more })}`;
}

export function useCandidateCounts(asked: Asked): Answer<CandidateCounts> {
  return useAnswer(addressOf("counts", asked), countsSchema);
}

export function useCandidateScatter(asked: Asked, x: string, y: string): Answer<CandidateScatter> {
  return useAnswer(addressOf("scatter", asked, { x, y }), scatterSchema);
}

export function useCandidateHistogram(asked: Asked, column: string): Answer<CandidateHistogram> {
  return useAnswer(addressOf("histogram", asked, { column }), histogramSchema);
}

/** @param asked null: nothing is asked; jobs: conditions on jobs alone */
export function useCompleteness(asked: { mode: string; jobs: string } | null): Answer<CompareAnswer> {
  return useAnswer(asked && `/api/v1/difference/compare?${new URLSearchParams(asked)}`, compareSchema);
}

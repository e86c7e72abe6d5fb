"use client";
// What two people said of the same queue: how far they agree, and where not.
import { useEffect, useState } from "react";
import { z } from "zod";
import { ask, RefusedError } from "@/app/_shell/api";
import type { PeopleAgreement } from "@/lib/queries/difference-agreement";
import type { QueueAddress } from "./read-queue";

export interface Agreement extends PeopleAgreement {
  first: string;
  second: string;
}

/** Null: nobody is compared; undefined: on its way. */
export type LoadedAgreement = Agreement | { reason: string } | undefined | null;

// our own server, of the same version: what it sends is its type
const agreementSchema = z.custom<PeopleAgreement>((value) => typeof value === "object" && value !== null);

/**
 * @param address of the queue; its person is the first reader
 * @param second name of the other; "": nobody
 * @param saved grows with each verdict that the server has: what was compared is compared again
 */
export function useAgreement(address: QueueAddress, second: string, saved: number): LoadedAgreement {
  const [loaded, setLoaded] = useState<{ key: string; agreement: LoadedAgreement }>({ key: "", agreement: undefined });
  const { mode, filter, person } = address;
  const key = second === "" ? "" : [mode, filter, person, second, saved].join("\n");
  useEffect(() => {
    if (key === "") return;
    let isOld = false;
    const first = person || "local";
    const query = new URLSearchParams({ mode, filter, person, first, second });
    const load = async () => {
      try {
        const found = await ask(`/api/v1/candidates/agreement?${query}`, agreementSchema);
        if (!isOld) setLoaded({ key, agreement: { ...found, first, second } });
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        if (!isOld) setLoaded({ key, agreement: { reason: error.message } });
      }
    };
    load();
    return () => {
      isOld = true;
    };
  }, [key, mode, filter, person, second]);
  if (key === "") return null;
  return loaded.key === key ? loaded.agreement : undefined;
}

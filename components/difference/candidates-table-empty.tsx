import { Button } from "@mantine/core";
import Link from "next/link";
import { EmptyState } from "../ui/empty-state";

export interface NoCandidatesProps {
  kind: "no jobs" | "none passes" | "not understood";
  onClear: () => void;
}

/** Why a list of candidates is empty, and what to do. */
export function NoCandidates({ kind, onClear }: NoCandidatesProps) {
  if (kind === "no jobs")
    return (
      <EmptyState title="No candidates yet" action={<Link href="/mounts">Mount a folder</Link>}>
        Mount or upload a folder of difference-imaging jobs; what their algorithms found is listed here.
      </EmptyState>
    );
  const action = <Button onClick={onClear}>Clear the filter</Button>;
  if (kind === "not understood")
    return (
      <EmptyState title="The filter is not understood" action={action}>
        What is wrong with it stands beneath it.
      </EmptyState>
    );
  return (
    <EmptyState title="No candidate passes the filter" action={action}>
      A comparison with a value that was not measured keeps nothing.
    </EmptyState>
  );
}

// In which settings two runs differ.
import { differingSettings } from "@/components/runs/comparison-rows";
import { flattened } from "@/components/runs/provenance";
import { PlainTable } from "@/components/tables/plain-table";

interface RunSettings {
  id: number;
  configuration: unknown;
  codeVersion: string;
}

interface Difference {
  name: string;
  a: string;
  b: string;
}

function settingsOf(run: RunSettings) {
  return [{ name: "code version", value: run.codeVersion }, ...flattened(run.configuration)];
}

export function SettingsDifference({ a, b }: { a: RunSettings; b: RunSettings }) {
  const rows = differingSettings(settingsOf(a), settingsOf(b));
  if (rows.length === 0) return <p className="dim">The runs have the same settings and code version.</p>;
  const columns = [
    {
      header: "setting that differs",
      isWide: true,
      cell: (row: Difference) => <code title={row.name}>{row.name}</code>,
    },
    { header: `A: run ${a.id}`, cell: (row: Difference) => <code>{row.a}</code> },
    { header: `B: run ${b.id}`, cell: (row: Difference) => <code>{row.b}</code> },
  ];
  return <PlainTable label="Settings that differ" rows={rows} columns={columns} rowKey={(row) => row.name} />;
}

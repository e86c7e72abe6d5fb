// Where a run's numbers come from: configuration of each task, code version, selection, key.
import { PlainTable } from "../tables/plain-table";
import styles from "./runs.module.css";

export interface ProvenanceProps {
  run: {
    id: number;
    key: string;
    pipeline: string;
    mode: string;
    query: string;
    codeVersion: string;
    configuration: unknown;
  };
}

interface Setting {
  name: string;
  value: string;
}

/** A nested value as dotted names: { noise: { clip: 3 } } is noise.clip 3. */
export function flattened(value: unknown, prefix = ""): Setting[] {
  const isBranch = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isBranch) return [{ name: prefix, value: typeof value === "string" ? value : JSON.stringify(value) }];
  return Object.entries(value).flatMap(([name, inner]) => flattened(inner, prefix ? `${prefix}.${name}` : name));
}

function tasksOf(configuration: unknown): [string, unknown][] {
  return typeof configuration === "object" && configuration !== null ? Object.entries(configuration) : [];
}

export function Provenance({ run }: ProvenanceProps) {
  const facts: Setting[] = [
    { name: "pipeline", value: run.pipeline },
    { name: "mode", value: run.mode },
    { name: "selection", value: run.query === "" ? "everything" : run.query },
    { name: "code version", value: run.codeVersion },
    { name: "key", value: run.key },
  ];
  const columns = [
    { header: "name", cell: (row: Setting) => row.name },
    { header: "value", isWide: true, cell: (row: Setting) => <code title={row.value}>{row.value}</code> },
  ];
  return (
    <div className={styles.panel}>
      <PlainTable label="Provenance" rows={facts} columns={columns} rowKey={(row) => row.name} />
      <p className="dim">
        The same pipeline, configuration, code version and inputs give the same key: asking again leads to this run.
        Checksums of the inputs are in the table of exposures.
      </p>
      <div className={styles.configuration}>
        {tasksOf(run.configuration).map(([task, settings]) => (
          <section key={task}>
            <h2>{task}</h2>
            <PlainTable
              label={`Configuration of ${task}`}
              rows={flattened(settings)}
              columns={columns}
              rowKey={(row) => row.name}
            />
          </section>
        ))}
      </div>
    </div>
  );
}

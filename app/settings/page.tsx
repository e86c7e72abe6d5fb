import type { Metadata } from "next";
import { PlainTable } from "@/components/tables/plain-table";
import { AppShell } from "@/components/ui/app-shell";
import { formatBytes } from "@/components/ui/format";
import styles from "@/components/ui/vocabulary-form.module.css";
import { environment } from "@/lib/environment";
import { countVerdictLabels } from "@/lib/queries/settings";
import { readImageVocabulary, readVocabulary } from "@/lib/queries/vocabulary";
import { codeVersion } from "@/lib/runs/code-version";
import { DEFAULT_IMAGE_VOCABULARY, parseImageVocabulary } from "@/lib/verdicts/image-vocabulary";
import { DEFAULT_VOCABULARY, parseVocabulary } from "@/lib/verdicts/ring-vocabulary";
import { guarded } from "../_shell/guarded";
import { ImageVocabularySettings, VocabularySettings } from "./vocabulary-settings";

export const metadata: Metadata = { title: "Settings" };

function serverFacts() {
  const { dataHome, threads, uploadLimitBytes } = environment();
  return [
    { name: "code version", value: codeVersion(), by: "" },
    { name: "data home", value: dataHome, by: "ANNULUS_HOME" },
    { name: "compute threads of a worker", value: String(threads), by: "ANNULUS_THREADS" },
    { name: "largest upload", value: formatBytes(uploadLimitBytes), by: "ANNULUS_UPLOAD_LIMIT_MIB" },
  ];
}

const COLUMNS = [
  { header: "this server", cell: (fact: { name: string }) => fact.name },
  { header: "value", cell: (fact: { value: string }) => <code>{fact.value}</code> },
  { header: "set by", cell: (fact: { by: string }) => <code>{fact.by}</code> },
];

export default async function SettingsPage() {
  const crumbs = [{ label: "Settings", href: null }];
  return guarded(crumbs, async () => {
    const [words, used, imageWords, imageUsed] = await Promise.all([
      readVocabulary(),
      countVerdictLabels("dark-ring"),
      readImageVocabulary(),
      countVerdictLabels("image"),
    ]);
    const imageDefaults = parseImageVocabulary(DEFAULT_IMAGE_VOCABULARY);
    return (
      <AppShell crumbs={crumbs}>
        <div className={styles.vocabularies}>
          <VocabularySettings words={words} defaults={parseVocabulary(DEFAULT_VOCABULARY)} used={used} />
          <ImageVocabularySettings words={imageWords} defaults={imageDefaults} used={imageUsed} />
        </div>
        <div style={{ marginTop: 24, maxWidth: 900 }}>
          <PlainTable label="This server" rows={serverFacts()} columns={COLUMNS} rowKey={(fact) => fact.name} />
        </div>
      </AppShell>
    );
  });
}

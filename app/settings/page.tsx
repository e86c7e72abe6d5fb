import type { Metadata } from "next";
import { AppShell } from "@/components/ui/app-shell";
import { DEFAULT_VOCABULARY } from "@/lib/dark-rings/verdict-vocabulary";
import { countVerdictLabels, findVocabularyText } from "@/lib/queries/settings";
import { guarded } from "../_shell/guarded";
import { VocabularySettings } from "./vocabulary-settings";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const crumbs = [{ label: "Settings", href: null }];
  return guarded(crumbs, async () => {
    const [text, used] = await Promise.all([findVocabularyText(), countVerdictLabels()]);
    return (
      <AppShell crumbs={crumbs}>
        <VocabularySettings text={text} defaultText={DEFAULT_VOCABULARY} used={used} />
      </AppShell>
    );
  });
}

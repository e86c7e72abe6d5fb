"use client";
// Images side by side, named in the address.
import { useMemo } from "react";
import { ImageViewer, type ViewerActions, type ViewerPanel } from "@/components/image/image-viewer";
import { SourceBar } from "@/components/image/source-bar";
import { useUrlViewerState } from "@/components/image/use-viewer-state";
import { parseChoices } from "@/components/image/viewer-parameters";
import { useUrlState } from "@/components/ui/use-url-state";
import { sourceText } from "@/lib/images/source-text";
import { saveSection } from "../_images/load-image";
import { preloadImages, reopenImage, useImageSources, withStatistic } from "../_images/use-image-source";
import styles from "./images.module.css";
import { pastedSources, splitSources } from "./pasted-source";
import { useSteps } from "./use-steps";

const DEFAULTS = { p: "" };
const MOST_PANELS = 9;

export function ImagesClient() {
  const [url, setUrl] = useUrlState(DEFAULTS);
  const state = useUrlViewerState();
  const texts = useMemo(() => splitSources(url.p).slice(0, MOST_PANELS), [url.p]);
  const { statistic } = parseChoices(state.parameters);
  const images = useImageSources(texts.map((text) => withStatistic(text, statistic)));
  const panels = useMemo(
    () => texts.map((text, i): ViewerPanel => ({ id: `${i} ${text}`, label: text, source: images[i] })),
    [texts, images],
  );
  const setTexts = (next: string[]) => {
    // asked for now: the panels that will show them are yet to be rendered
    preloadImages(next);
    setUrl({ p: next.join("~") }, { shallow: next.length > 0 });
  };
  const onStep = useSteps(texts, Number(state.parameters.sel), setTexts);
  const textOf = (id: string) => texts[panels.findIndex((panel) => panel.id === id)];
  const actions: ViewerActions = {
    onStep,
    onReopen: (id) => {
      const text = textOf(id);
      if (text) reopenImage(text);
    },
    onExportSection: (id, box) => {
      const image = images[panels.findIndex((panel) => panel.id === id)];
      const text = textOf(id);
      if (text && image && "description" in image) saveSection(text, image, box);
    },
    onOpenDetector: (id, at) => {
      const text = textOf(id);
      const detector = text && detectorOf(text, at);
      if (!detector) return;
      const place = { at: `${at.x},${at.y}`, z: "1", n: "", sel: "0" };
      setUrl({ p: detector }, { shallow: true });
      state.set(place);
    },
  };
  return (
    <div className={styles.page}>
      <SourceBar
        texts={texts}
        onAdd={(pasted) => setTexts([...texts, ...pastedSources(pasted)].slice(0, MOST_PANELS))}
        onRemove={(index) => setTexts(texts.filter((_, i) => i !== index))}
      />
      <ImageViewer panels={panels} state={state} actions={actions} />
    </div>
  );
}

/** The image of a detector of a mosaic's exposure. */
function detectorOf(text: string, at: { name: string; stage: string | null }): string | null {
  const [exposure] = text.split("@");
  return exposure ? sourceText({ ...exposureOf(exposure), detector: at.name, stage: at.stage }) : null;
}

function exposureOf(text: string) {
  const [instrument = "", exposureId = ""] = text.split("/");
  return { kind: "exposure" as const, instrument, exposureId, stage: null, runId: null };
}

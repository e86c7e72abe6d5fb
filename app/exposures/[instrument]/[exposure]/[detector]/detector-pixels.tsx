"use client";
// The pixels of a detector in one of its stages, with the footprints of its rings; its neighbours are made ready.
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { saveSection } from "@/app/_images/load-image";
import { reopenImage, useImageSource, useImagesAhead, withStatistic } from "@/app/_images/use-image-source";
import styles from "@/components/dark-rings/detector-view.module.css";
import { ringAt, ringLayers } from "@/components/dark-rings/ring-layers";
import { ImageViewer, type ViewerActions } from "@/components/image/image-viewer";
import { useUrlViewerState } from "@/components/image/use-viewer-state";
import { parseChoices, parseFramings } from "@/components/image/viewer-parameters";
import { keptHref } from "@/components/ui/step-keys";
import { useUrlState } from "@/components/ui/use-url-state";
import { stageWords } from "@/lib/images/stages";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { flipHref } from "../../../flip/flip-href";
import { LOOK_PARAMETERS } from "../../../keep-look";

export interface DetectorPixelsProps {
  /** name of the detector's image without a stage */
  base: string;
  /** what there is, in the order of processing; empty: nothing */
  stages: readonly string[];
  /** what is shown when the address names no stage */
  bestStage: string | null;
  /** the exposures before and after with this detector: their addresses and their images without a stage */
  neighbours: readonly [DetectorNeighbour | null, DetectorNeighbour | null];
  /** of the flip-through of this detector */
  flipParameters: Record<string, string>;
  rings: readonly DarkRingRow[];
  selected: DarkRingRow | null;
  onSelect: (id: string) => void;
}

export interface DetectorNeighbour {
  href: string;
  base: string;
}

/** The flip-through of the detector in a stage. */
function keptFlipHref(parameters: Record<string, string>, stage: string | null): string {
  return flipHref(parameters, { row: parameters.row ?? "", stage: stage ?? "" });
}

const DEFAULTS = { stage: "" };
const QUIET = { shallow: true, replace: true };
/** A click this near to a footprint means it, CSS pixels. */
const REACH = 6;

export function DetectorPixels(props: DetectorPixelsProps) {
  const { base, stages, bestStage, neighbours, flipParameters, rings, selected, onSelect } = props;
  const router = useRouter();
  const [url, setUrl] = useUrlState(DEFAULTS);
  const state = useUrlViewerState();
  const stage = url.stage || bestStage;
  const named = (of: string, at: string) => `${of}@${at}`;
  const text = stage === null ? null : named(base, stage);
  const { statistic } = parseChoices(state.parameters);
  const loaded = useImageSource(text && withStatistic(text, statistic));
  const source = text === null ? { reason: "no mounted file has this detector", isNone: true } : loaded;
  const beside = stage === null ? [] : neighbours.flatMap((one) => (one ? [named(one.base, stage)] : []));
  const place = stages.indexOf(stage ?? "");
  const stagesBeside = [stages[place - 1], stages[place + 1]].filter((one) => one !== undefined);
  const textsAhead = [...beside, ...stagesBeside.map((one) => named(base, one))];
  const ahead = useImagesAhead(textsAhead.map((one) => withStatistic(one, statistic)));
  const layers = useMemo(() => ringLayers(rings, selected?.id ?? null), [rings, selected]);
  const panels = useMemo(() => [{ id: "detector", source, label: text ?? base, layers }], [source, text, base, layers]);
  const actions: ViewerActions = {
    onPick: (_, at) => {
      const zoom = parseFramings(state.parameters)[0]?.zoom ?? 0.25;
      const ring = ringAt(rings, at, REACH / zoom);
      if (ring) onSelect(ring.id);
    },
    onStep: (direction) => {
      const neighbour = direction === "previous" ? neighbours[0] : direction === "next" ? neighbours[1] : null;
      if (neighbour) router.push(keptHref(neighbour.href, LOOK_PARAMETERS));
      const next =
        direction === "stageBefore" ? stages[place - 1] : direction === "stageAfter" ? stages[place + 1] : null;
      if (next) setUrl({ stage: next }, QUIET);
    },
    onReopen: () => {
      if (text !== null) reopenImage(text);
    },
    onExportSection: (_, box) => {
      if (text !== null && loaded && "description" in loaded) saveSection(text, loaded, box);
    },
  };
  return (
    <div className={styles.image}>
      <nav className={styles.stages} aria-label="Stages">
        {stages.map((one) => (
          <button key={one} type="button" aria-pressed={one === stage} onClick={() => setUrl({ stage: one }, QUIET)}>
            {stageWords(one)}
          </button>
        ))}
        <span data-grow />
        {stages.length > 1 ? (
          <Link href={`/images?p=${stages.map((one) => encodeURIComponent(named(base, one))).join("~")}`}>
            Stages side by side
          </Link>
        ) : null}
        <Link href={keptFlipHref(flipParameters, stage)}>Flip through exposures</Link>
      </nav>
      <ImageViewer panels={panels} state={state} actions={actions} ahead={ahead} />
    </div>
  );
}

"use client";
// The images of a job in linked panels, candidates and truth over each.
import Link from "next/link";
import { useEffect, useMemo, useRef } from "react";
import { saveSection } from "@/app/_images/load-image";
import { reopenImage, useImageSources } from "@/app/_images/use-image-source";
import styles from "@/components/difference/difference.module.css";
import { jobLayers, type MarkedPlace, markRadius } from "@/components/difference/job-layers";
import type { ImageSource } from "@/components/image/image-source";
import { ImageViewer, type ViewerActions, type ViewerPanel } from "@/components/image/image-viewer";
import { useUrlViewerState } from "@/components/image/use-viewer-state";
import { formatFramings, parseFramings } from "@/components/image/viewer-parameters";
import { useUrlState } from "@/components/ui/use-url-state";
import type { TruthRow } from "@/lib/queries/difference-job";
import type { CandidateRow, DifferenceChannelRow, DifferenceJobDetail } from "@/lib/queries/difference-rows";

export interface JobImagesProps {
  job: DifferenceJobDetail;
  candidates: readonly CandidateRow[];
  truth: readonly TruthRow[];
  selected: MarkedPlace | null;
  onPick: (place: { x: number; y: number }, reachPx: number) => void;
}

/** Science, reference, differences above their score images: column by column one algorithm. */
const SIX = [1, 3, 5, 2, 4, 6];
const NINE = [...SIX, 7, 8, 9];
/** About zero: differences and score images. */
const SIGNED = [3, 4, 5, 6];
const DEFAULTS = { images: "six" };
/** A click this near to a candidate means it, CSS pixels. */
const REACH = 10;
/** Scale of a panel that shows the whole image, about: 400 CSS pixels for it. */
const PANEL_SIDE = 400;
const SELECTED_ZOOM = 6;

const named = new WeakMap<ImageSource, ImageSource>();

/** The image under the name of its channel: nine names of files would have to be known by heart. */
function underName(source: ImageSource, name: string, isSigned: boolean): ImageSource {
  const before = named.get(source);
  if (before) return before;
  const renamed = { ...source, description: { ...source.description, name, isSigned } };
  named.set(source, renamed);
  return renamed;
}

function panelOf(channel: DifferenceChannelRow, source: ViewerPanel["source"]): ViewerPanel {
  const label = `${channel.index} ${channel.label}`;
  if (channel.source !== null) {
    const isThere = source !== undefined && "description" in source;
    return { id: label, label, source: isThere ? underName(source, label, SIGNED.includes(channel.index)) : source };
  }
  // it was read, and its file is gone since
  const state = channel.state === "present" ? "vanished" : channel.state;
  const why = channel.reason ? `${state}: ${channel.reason}` : state;
  return { id: label, label: `${label} · ${state}`, source: { reason: `${label}: ${why}`, isNone: true } };
}

function usePanels({ job, candidates, truth, selected }: JobImagesProps, order: readonly number[], zoom: number) {
  const channels = useMemo(
    () => order.flatMap((index) => job.channels.filter((channel) => channel.index === index)),
    [order, job.channels],
  );
  const texts = useMemo(() => channels.flatMap(({ source }) => source ?? []), [channels]);
  const images = useImageSources(texts);
  const radius = markRadius(zoom);
  const layers = useMemo(
    () => jobLayers({ candidates, truth }, selected, radius),
    [candidates, truth, selected, radius],
  );
  const panels = useMemo(
    () =>
      channels.map((channel) => {
        const panel = panelOf(channel, images[texts.indexOf(channel.source ?? "")]);
        // the PSF is a stamp of its own, not on the grid of the others
        return channel.index === 7 ? panel : { ...panel, layers };
      }),
    [channels, images, texts, layers],
  );
  return { panels, textOf: (id: string) => channels.find((one) => `${one.index} ${one.label}` === id)?.source ?? null };
}

export function JobImages(props: JobImagesProps) {
  const { job, selected, onPick } = props;
  const [url, setUrl] = useUrlState(DEFAULTS);
  const state = useUrlViewerState();
  const zoom = parseFramings(state.parameters)[0]?.zoom ?? PANEL_SIDE / Math.max(job.width ?? 0, job.height ?? 0, 1);
  const { panels, textOf } = usePanels(props, url.images === "nine" ? NINE : SIX, zoom);
  const { set } = state;
  const shown = useRef(selected?.name);
  useEffect(() => {
    // a candidate or source chosen in the table comes to the middle, at a scale at which it can be seen
    if (!selected || shown.current === selected.name || selected.x === null || selected.y === null) return;
    shown.current = selected.name;
    set(formatFramings([{ x: selected.x, y: selected.y, zoom: Math.max(zoom, SELECTED_ZOOM) }]));
  }, [selected, set, zoom]);
  if (job.source !== "rapid") {
    return (
      <p className={styles.dim}>
        A set of alerts has three stamps for each candidate and no images of its own: vet them, or look at{" "}
        <Link href={`/candidates?filter=${encodeURIComponent(`jid = ${job.jid}`)}`}>its candidates</Link> in one table.
      </p>
    );
  }
  const actions: ViewerActions = {
    onPick: (_, place) => onPick(place, REACH / zoom),
    onReopen: (id) => {
      const text = textOf(id);
      if (text) reopenImage(text);
    },
    onExportSection: (id, box) => {
      const text = textOf(id);
      const source = panels.find((panel) => panel.id === id)?.source;
      if (text && source && "description" in source) saveSection(text, source, box);
    },
  };
  return (
    <div className={styles.image}>
      <nav className={styles.tabs} aria-label="Images shown">
        {(["six", "nine"] as const).map((images) => (
          <button
            key={images}
            type="button"
            aria-pressed={url.images === images}
            onClick={() => setUrl({ images }, { shallow: true, replace: true })}
          >
            {images === "six" ? "Six images" : "All nine"}
          </button>
        ))}
      </nav>
      <ImageViewer panels={panels} state={state} actions={actions} />
    </div>
  );
}

"use client";
// The pixels of one image HDU: read by the thread with progress, a slider over its planes, the viewer of every image.
import { Button, Progress, Slider } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import type { ImageSource } from "@/components/image/image-source";
import { ImageViewer, type ViewerPanel } from "@/components/image/image-viewer";
import { useOwnViewerState } from "@/components/image/use-viewer-state";
import type { ViewerParameters } from "@/components/image/viewer-parameters";
import { useKeys } from "@/components/ui/keys";
import type { ImageDescription } from "@/lib/images/description";
import type { HduHeader } from "@/lib/readers/fits";
import type { LocalFileReader } from "./file-reader";
import styles from "./local-fits.module.css";
import { planeIndexes, planesOf } from "./planes";

type Loaded = { plane: number; source: ImageSource } | { plane: number; failure: string } | null;

/** The look and place of the last local image: kept while the page is open, as the address belongs to the page below. */
let kept: Partial<ViewerParameters> = {};

export interface ImageTabProps {
  reader: LocalFileReader;
  hdu: HduHeader;
}

export function ImageTab({ reader, hdu }: ImageTabProps) {
  const [plane, setPlane] = useState(0);
  const state = useOwnViewerState(kept);
  const { stretch, percent, limits, curve, map, invert, base } = state.parameters;
  kept = { stretch, percent, limits, curve, map, invert, base };
  const { loaded, done, again } = usePlane(reader, hdu.index, plane);
  const { count } = planesOf(hdu.shape);
  const source = loaded && "source" in loaded ? loaded.source : null;
  const panels = useMemo(
    (): ViewerPanel[] => (source ? [{ id: "local", label: source.description.name, source }] : []),
    [source],
  );
  return (
    <div className={styles.image}>
      {count > 1 ? <PlaneSlider hdu={hdu} plane={plane} count={count} onPlane={setPlane} /> : null}
      {loaded && "failure" in loaded ? (
        <p className={styles.failure} role="alert">
          ■ {loaded.failure} <Button onClick={again}>Read again</Button>
        </p>
      ) : null}
      {source ? <ImageViewer panels={panels} state={state} isInDialog /> : null}
      {loaded === null ? (
        <div className={styles.loading}>
          <Progress value={100 * done} aria-label="Reading the pixels" transitionDuration={0} size="sm" w={240} />
          <span className="mono">{`◌ reading ${Math.floor(100 * done)} %`}</span>
          <Button onClick={() => reader.stop()}>Stop</Button>
        </div>
      ) : null}
    </div>
  );
}

/** A plane that the thread holds, as the viewer takes it; each is another image, also after the file was read again. */
function localSource(reader: LocalFileReader, hdu: number, plane: number, description: ImageDescription): ImageSource {
  const key = `${description.key} ${reader.key} ${++localSourceCount}`;
  return {
    description: { ...description, key },
    overview: [],
    loadTile: (address) => reader.ask("tile", { hdu, plane, address }),
    readPixel: (x, y) => reader.ask("value", { hdu, plane, x, y }),
  };
}

let localSourceCount = 0;

/** null while it is read for the first time; while another plane is read the old one stays. */
function usePlane(reader: LocalFileReader, hdu: number, plane: number) {
  const [loaded, setLoaded] = useState<Loaded>(null);
  const [done, setDone] = useState(0);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    let isWanted = true;
    setDone(0);
    reader
      .ask("plane", { hdu, plane }, (part) => isWanted && setDone(part))
      .then(
        (description): Loaded => ({ plane, source: localSource(reader, hdu, plane, description) }),
        (error: unknown): Loaded => ({ plane, failure: error instanceof Error ? error.message : String(error) }),
      )
      .then((next) => {
        if (isWanted) setLoaded(next);
      });
    return () => {
      isWanted = false;
    };
  }, [reader, hdu, plane, attempt]);
  const again = () => {
    setLoaded(null);
    setAttempt(attempt + 1);
  };
  return { loaded, done, again };
}

interface PlaneSliderProps {
  hdu: HduHeader;
  plane: number;
  count: number;
  onPlane: (plane: number) => void;
}

function PlaneSlider({ hdu, plane, count, onPlane }: PlaneSliderProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const step = (by: number) => onPlane(Math.min(count - 1, Math.max(0, plane + by)));
  useKeys(
    "Image",
    [
      { keys: ["["], label: "Plane before", run: () => step(-1) },
      { keys: ["]"], label: "Plane after", run: () => step(1) },
    ],
    { isOfDialog: true },
  );
  const at = dragged ?? plane;
  return (
    <div className={styles.planes}>
      <span className="mono" title="indexes along the axes before the last two">
        {`plane [${planeIndexes(hdu.shape, at).join(", ")}] of ${hdu.shape.slice(0, -2).join("×")}`}
      </span>
      <Slider
        thumbLabel="Plane"
        size="sm"
        w={220}
        min={0}
        max={count - 1}
        value={at}
        label={null}
        onChange={setDragged}
        onChangeEnd={(value) => {
          setDragged(null);
          onPlane(value);
        }}
      />
    </div>
  );
}

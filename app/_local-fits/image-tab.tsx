"use client";
// The pixels of one image HDU: read by the thread with progress, a slider over its planes, the look of every image.
import { Button, Progress, Slider } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { LookControls } from "@/components/gallery/look-controls";
import { PlaneCanvas, type PlaneSample } from "@/components/local-fits/plane-canvas";
import type { RegionBox } from "@/components/local-fits/plane-view";
import type { PixelPlace } from "@/components/local-fits/use-readout";
import { useKeys } from "@/components/ui/keys";
import type { HduHeader } from "@/lib/readers/fits";
import type { LocalFileReader } from "./file-reader";
import styles from "./local-fits.module.css";
import { planeIndexes, planesOf } from "./planes";
import { useLocalLook } from "./use-local-look";

type Loaded = { plane: number; sample: PlaneSample } | { plane: number; failure: string } | null;

export interface ImageTabProps {
  reader: LocalFileReader;
  hdu: HduHeader;
}

export function ImageTab({ reader, hdu }: ImageTabProps) {
  const [plane, setPlane] = useState(0);
  const look = useLocalLook();
  const { loaded, done, again } = usePlane(reader, hdu.index, plane);
  const onRegion = useCallback(
    (box: RegionBox) => reader.ask("region", { hdu: hdu.index, plane, box }),
    [reader, hdu.index, plane],
  );
  const onValue = useCallback(
    (place: PixelPlace) => reader.ask("value", { hdu: hdu.index, plane, ...place }),
    [reader, hdu.index, plane],
  );
  const { count } = planesOf(hdu.shape);
  const shown = loaded && "sample" in loaded ? loaded.sample : null;
  return (
    <div className={styles.image}>
      <div className={styles.bar}>
        <LookControls state={look} isOne />
        {count > 1 ? <PlaneSlider hdu={hdu} plane={plane} count={count} onPlane={setPlane} /> : null}
      </div>
      {loaded && "failure" in loaded ? (
        <p className={styles.failure} role="alert">
          ■ {loaded.failure} <Button onClick={again}>Read again</Button>
        </p>
      ) : null}
      {shown ? (
        <PlaneCanvas
          plane={shown}
          look={look.look}
          label={`Pixels of HDU ${hdu.index}${count > 1 ? ` plane ${plane}` : ""}`}
          onRegion={onRegion}
          onValue={onValue}
        />
      ) : null}
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
        (sample): Loaded => ({ plane, sample }),
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

"use client";
// All channels of a candidate: linked cursor, values under it, blinking science with reference and ZOGY with SFFT.
import { useElementSize } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { StampChannel } from "@/lib/difference/stamp-answer";
import type { PixelImage } from "../gallery/paint";
import { StampCanvas } from "../gallery/stamp-canvas";
import { formatSignificant } from "../ui/format";
import { type CandidateLook, stampLimits } from "./stamp-look";
import styles from "./vetting.module.css";

/** A channel with its pixels; image null: there is none, undefined: on its way. */
export interface ShownChannel extends StampChannel {
  image: PixelImage | null | undefined;
}

/** Every channel of a candidate. x0, y0: pixel of the science image that is the first of the stamps; null: not known. */
export interface CandidateStamps {
  size: number;
  x0: number | null;
  y0: number | null;
  channels: ShownChannel[];
}

/** What blinks with what: places of the published order. */
export type BlinkPair = "images" | "algorithms" | null;

export interface StampsGridProps {
  channels: readonly ShownChannel[];
  look: CandidateLook;
  blink: BlinkPair;
  /** accessible name */
  label: string;
}

const PARTNERS: Record<"images" | "algorithms", Record<number, number>> = {
  images: { 1: 2, 2: 1 },
  algorithms: { 3: 5, 5: 3, 4: 6, 6: 4, 8: 9, 9: 8 },
};
const BLINK_MS = 400;
const HEAD = 18;
const FOOT = 16;
const GAP = 6;

interface Pixel {
  x: number;
  y: number;
}

/** Which of two pictures a blinking cell shows. */
function useBlinkPhase(blink: BlinkPair): boolean {
  const [isSwapped, setSwapped] = useState(false);
  useEffect(() => {
    if (blink === null) return;
    const timer = setInterval(() => setSwapped((before) => !before), BLINK_MS);
    return () => {
      clearInterval(timer);
      setSwapped(false);
    };
  }, [blink]);
  return blink !== null && isSwapped;
}

function shownIn(channel: ShownChannel, all: readonly ShownChannel[], blink: BlinkPair, isSwapped: boolean) {
  const partner = blink !== null && isSwapped ? PARTNERS[blink][channel.index] : undefined;
  return all.find(({ index }) => index === partner) ?? channel;
}

/** Two ticks beside the candidate: they point at it and cover nothing of it. y grows upwards in the stamp, down on the screen. */
function Reticle({ size, scale }: { size: number; scale: number }) {
  const right = (Math.floor(size / 2) + 0.5) * scale;
  const down = (size - Math.floor(size / 2) - 0.5) * scale;
  const [start, end] = [5 * scale, 9 * scale];
  return (
    <svg className={styles.reticle} width={size * scale} height={size * scale} aria-hidden="true">
      <path d={`M${right + start} ${down}H${right + end}M${right} ${down + start}V${down + end}`} />
    </svg>
  );
}

/** Values of a PSF are of 1e-9: their zeros would not fit under a stamp. */
function formatPixel(value: number, digits: number): string {
  const isPlain = value === 0 || !Number.isFinite(value) || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6);
  return isPlain ? formatSignificant(value, digits) : value.toExponential(digits - 1).replaceAll("-", "\u2212");
}

interface CellProps {
  channel: ShownChannel;
  look: CandidateLook;
  side: number;
  cursor: Pixel | null;
  onCursor: (cursor: Pixel | null) => void;
}

function Cell({ channel, look, side, cursor, onCursor }: CellProps) {
  const { image, label, index, reason } = channel;
  const limits = image ? stampLimits(image, channel, look.rule) : null;
  const scale = image ? side / image.width : 1;
  const value = image && cursor ? image.pixels[cursor.y * image.width + cursor.x] : undefined;
  const onMove = (event: React.PointerEvent<HTMLElement>) => {
    if (!image) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = Math.floor((event.clientX - box.left) / scale);
    const y = image.height - 1 - Math.floor((event.clientY - box.top) / scale);
    onCursor(x >= 0 && y >= 0 && x < image.width && y < image.height ? { x, y } : null);
  };
  const foot = limits ? `${formatPixel(limits.low, 2)} to ${formatPixel(limits.high, 2)}` : (reason ?? "");
  return (
    <figure className={styles.cell} style={{ width: side }}>
      <figcaption title={reason ?? label}>
        {index} {label}
      </figcaption>
      <div className={styles.picture} onPointerMove={onMove} onPointerLeave={() => onCursor(null)}>
        <StampCanvas
          {...{ image, limits, side }}
          look={{ ...look, rule: "zscale", isShared: false }}
          label={`${index} ${label}`}
          reason={reason ?? channel.state}
        />
        {image ? <Reticle size={image.width} scale={scale} /> : null}
        {image && cursor ? (
          <span
            className={styles.cross}
            style={{
              ...{ width: scale, height: scale, left: cursor.x * scale },
              top: (image.height - 1 - cursor.y) * scale,
            }}
          />
        ) : null}
      </div>
      <span className={styles.foot} title={foot}>
        {value === undefined ? foot : `${cursor?.x}, ${cursor?.y}: ${formatPixel(value, 4)}`}
      </span>
    </figure>
  );
}

/** Nine stand three by three; fewer as large as the room lets them. */
function arrangement(count: number, room: { width: number; height: number }): { columns: number; side: number } {
  const choices = (count > 4 ? [3] : [1, 2, 3, 4]).map((columns) => {
    const rows = Math.max(1, Math.ceil(count / columns));
    const across = (room.width - (columns - 1) * GAP) / columns;
    return { columns, side: Math.floor(Math.min(across, (room.height - (rows - 1) * GAP) / rows - HEAD - FOOT)) };
  });
  return choices.reduce((best, choice) => (choice.side > best.side ? choice : best), { columns: 1, side: 0 });
}

export function StampsGrid({ channels, look, blink, label }: StampsGridProps) {
  const { ref, width, height } = useElementSize<HTMLElement>();
  const [cursor, setCursor] = useState<Pixel | null>(null);
  const isSwapped = useBlinkPhase(blink);
  const { columns, side } = arrangement(channels.length, { width, height });
  return (
    <section
      ref={ref}
      className={styles.stamps}
      style={{ gridTemplateColumns: `repeat(${columns}, max-content)` }}
      aria-label={label}
    >
      {side > 20
        ? channels.map((channel) => (
            <Cell
              key={channel.index}
              channel={shownIn(channel, channels, blink, isSwapped)}
              look={look}
              side={side}
              cursor={cursor}
              onCursor={setCursor}
            />
          ))
        : null}
    </section>
  );
}

"use client";
// Compass and scale bar in the lower corners of a picture.
import { measurePixel } from "@/lib/readers/fits/wcs/measure-pixel";
import type { PanelModel } from "./panel-models";
import { scaleBar } from "./scale-bar";
import { skyOf } from "./sky";
import { zoomOf } from "./view";

const COLOR = "#ffffff";
/** Dark and wide enough to be read over noise, and over the light theme beside an image. */
const EDGE = "#101418";
const ARM = 26;
const FONT = "'JetBrains Mono Variable', 'DejaVu Sans Mono', monospace";
/** Smaller pictures have no room for them, CSS pixels. */
const SMALLEST_SIDE = 160;

function Stroke({ path }: { path: string }) {
  return (
    <>
      <path d={path} fill="none" stroke={EDGE} strokeWidth={5} strokeLinecap="square" />
      <path d={path} fill="none" stroke={COLOR} strokeWidth={1.6} />
    </>
  );
}

function Arrow({ x, y, dx, dy, name }: { x: number; y: number; dx: number; dy: number; name: string }) {
  return (
    <>
      <Stroke path={`M${x} ${y}l${dx * ARM} ${dy * ARM}`} />
      <Label x={x + dx * (ARM + 8)} y={y + dy * (ARM + 8) + 3} text={name} anchor="middle" />
    </>
  );
}

function Label({ x, y, text, anchor }: { x: number; y: number; text: string; anchor: "start" | "middle" }) {
  return (
    <text
      x={x}
      y={y}
      textAnchor={anchor}
      fill={COLOR}
      stroke={EDGE}
      strokeWidth={4}
      strokeLinejoin="round"
      paintOrder="stroke"
      fontFamily={FONT}
      fontSize={11}
    >
      {text}
    </text>
  );
}

export function SkyMarks({ model }: { model: PanelModel }) {
  const { source, view, place } = model;
  const { width, height } = place.picture;
  if (!source || !view || Math.min(width, height) < SMALLEST_SIDE) return null;
  const wcs = skyOf(source.description);
  const pixel = wcs && measurePixel(wcs, view.x, view.y);
  const bar = scaleBar(zoomOf(view), pixel?.pixelScaleArcsec ?? null, width / 4);
  const [left, low] = [12, height - 14];
  return (
    <g>
      <Stroke path={`M${left} ${low - 4}v4h${bar.width}v-4`} />
      <Label x={left + 4} y={low - 6} text={bar.text} anchor="start" />
      {pixel ? <Compass model={model} northDeg={pixel.northAngleDeg} isMirrored={pixel.isMirrored} /> : null}
    </g>
  );
}

function Compass({ model, northDeg, isMirrored }: { model: PanelModel; northDeg: number; isMirrored: boolean }) {
  const { view, place } = model;
  if (!view) return null;
  const [a, b, c, d] = view.matrix;
  const angle = (northDeg * Math.PI) / 180;
  const north = { x: -Math.sin(angle), y: Math.cos(angle) };
  const hand = isMirrored ? -1 : 1;
  const east = { x: -north.y * hand, y: north.x * hand };
  const screen = ({ x, y }: { x: number; y: number }) => {
    const [right, up] = [a * x + b * y, c * x + d * y];
    const length = Math.hypot(right, up) || 1;
    return { dx: right / length, dy: -up / length };
  };
  const [x, y] = [place.picture.width - 48, place.picture.height - 48];
  return (
    <>
      <Arrow x={x} y={y} {...screen(north)} name="N" />
      <Arrow x={x} y={y} {...screen(east)} name="E" />
    </>
  );
}

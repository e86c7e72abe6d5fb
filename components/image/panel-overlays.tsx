"use client";
// Lines over one panel's picture: amplifiers, detectors, layers of marks, the box or line that is measured. Styles are
// attributes, so that the PNG of what is seen can take the drawing as it is.
import { useMemo } from "react";
import type { OverlayLayer, PanelModel } from "./panel-models";
import { regionAnchor, regionPath } from "./region-path";
import { icrsOf } from "./sky";
import { SkyMarks } from "./sky-marks";
import { type Point, toScreen, type View, zoomOf } from "./view";
import { isLayerShown, type Quad } from "./viewer-parameters";

const FONT = "'JetBrains Mono Variable', 'DejaVu Sans Mono', monospace";
const AMPLIFIER_COLOR = "#ffb000";
const DETECTOR_COLOR = "#58c4ff";
const MEASURE_COLOR = "#ff5ad2";
const CURSOR_COLOR = "#00e0c0";
/** Width of a letter of FONT at 10 px, CSS pixels: a name is written where its box has room for it. */
const LETTER_WIDTH = 6.2;
/** no more than so many names of a layer */
const MOST_NAMES = 250;

export interface PanelOverlaysProps {
  model: PanelModel;
  layers: readonly OverlayLayer[];
  over: string;
  measured: { tool: "line" | "box"; quad: Quad } | null;
  /** crosshair: where the cursor is in a linked or frozen panel */
  cross: Point | null;
}

interface NamedBox {
  name: string;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Borders of half-open boxes of pixels: their edges, not the centres of their last pixels. */
function bordersOf(boxes: readonly NamedBox[]): string {
  return boxes.map(({ x0, y0, x1, y1 }) => `M${x0 - 0.5} ${y0 - 0.5}H${x1 - 0.5}V${y1 - 0.5}H${x0 - 0.5}Z`).join("");
}

function matrixOf(view: View, size: { width: number; height: number }): string {
  const [a, b, c, d] = view.matrix;
  const right = size.width / 2 - a * view.x - b * view.y;
  const down = size.height / 2 + c * view.x + d * view.y;
  return `matrix(${a} ${-c} ${b} ${-d} ${right} ${down})`;
}

function Line({ path, color, width = 1, dash }: { path: string; color: string; width?: number; dash?: string }) {
  return (
    <path
      d={path}
      fill="none"
      stroke={color}
      strokeWidth={width}
      strokeDasharray={dash}
      vectorEffect="non-scaling-stroke"
    />
  );
}

interface NamesProps {
  names: readonly { at: Point; text: string }[];
  color: string;
  model: PanelModel;
}

function Names({ names, color, model }: NamesProps) {
  const size = model.place.picture;
  const { view } = model;
  if (!view) return null;
  return names.slice(0, MOST_NAMES).map(({ at, text }, index) => {
    const { x, y } = toScreen(view, size, at);
    if (x < -80 || y < -20 || x > size.width + 20 || y > size.height + 20) return null;
    return (
      <text
        // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, their order does not change
        key={`${text} ${index}`}
        x={x + 3}
        y={y + 11}
        fill={color}
        stroke="#000"
        strokeOpacity={0.6}
        strokeWidth={2}
        paintOrder="stroke"
        fontFamily={FONT}
        fontSize={10}
      >
        {text}
      </text>
    );
  });
}

/** Boxes with their names in the upper left corner, where there is room for them. */
function NamedBoxes({ boxes, color, model }: { boxes: readonly NamedBox[]; color: string; model: PanelModel }) {
  const path = useMemo(() => bordersOf(boxes), [boxes]);
  const { view } = model;
  if (!view || boxes.length === 0) return null;
  const zoom = zoomOf(view);
  const named = boxes.filter(({ x0, x1, name }) => (x1 - x0) * zoom >= name.length * LETTER_WIDTH + 6);
  const corner = ({ x0, y0, x1, y1 }: NamedBox): Point => {
    const corners = [x0, x1].flatMap((x) => [y0, y1].map((y) => ({ x: x - 0.5, y: y - 0.5 })));
    const onScreen = corners.map((place) => ({ place, ...toScreen(view, model.place.picture, place) }));
    return (onScreen.toSorted((a, b) => a.x + a.y - b.x - b.y)[0] ?? { place: { x: x0, y: y0 } }).place;
  };
  return (
    <>
      <g transform={matrixOf(view, model.place.picture)}>
        <Line path={path} color={color} />
      </g>
      <Names names={named.map((box) => ({ at: corner(box), text: box.name }))} color={color} model={model} />
    </>
  );
}

function Layer({ layer, model }: { layer: OverlayLayer; model: PanelModel }) {
  const { source, view } = model;
  const zoom = view ? zoomOf(view) : 1;
  const wcs = source ? icrsOf(source.description) : null;
  const paths = useMemo(() => {
    const byColor = new Map<string, string[]>();
    for (const region of layer.regions) {
      const path = regionPath(region, wcs, zoom);
      const color = region.color ?? layer.color;
      if (path) byColor.set(color, [...(byColor.get(color) ?? []), path]);
    }
    return [...byColor].map(([color, parts]) => ({ color, path: parts.join("") }));
  }, [layer, wcs, zoom]);
  const names = useMemo(
    () =>
      layer.regions.flatMap((region) => {
        const at = region.text ? regionAnchor(region, wcs) : null;
        return at && region.text ? [{ at: { x: at[0], y: at[1] }, text: region.text }] : [];
      }),
    [layer, wcs],
  );
  if (!view) return null;
  return (
    <>
      <g transform={matrixOf(view, model.place.picture)} data-layer={layer.id}>
        {paths.map(({ color, path }) => (
          <Line key={color} path={path} color={color} width={1.5} />
        ))}
      </g>
      {names.length <= MOST_NAMES ? <Names names={names} color={layer.color} model={model} /> : null}
    </>
  );
}

/** Full lines through a place, and the outline of its pixel where that can be seen. */
function Cross({ place, model }: { place: Point; model: PanelModel }) {
  const size = model.place.picture;
  const { view } = model;
  if (!view) return null;
  const { x, y } = toScreen(view, size, place);
  const gap = Math.max(8, zoomOf(view) / 2 + 2);
  const path = `M0 ${y}H${x - gap}M${x + gap} ${y}H${size.width}M${x} 0V${y - gap}M${x} ${y + gap}V${size.height}`;
  const pixel = bordersOf([{ name: "", x0: place.x, y0: place.y, x1: place.x + 1, y1: place.y + 1 }]);
  return (
    <g data-cross="">
      <Line path={path} color={CURSOR_COLOR} />
      {zoomOf(view) >= 4 ? (
        <g transform={matrixOf(view, size)}>
          <Line path={pixel} color={CURSOR_COLOR} />
        </g>
      ) : null}
    </g>
  );
}

export function PanelOverlays({ model, layers, over, measured, cross }: PanelOverlaysProps) {
  const { source, view, place } = model;
  if (!source || !view || model.reason !== null) return null;
  const { width, height } = place.picture;
  const { amplifiers, detectors } = source.description;
  const shown = [...(model.panel.layers ?? []), ...layers].filter((layer) =>
    isLayerShown(over, layer.id, layer.isShownAtFirst ?? true),
  );
  const quad = measured?.quad;
  const outline = quad && (measured.tool === "line" ? `M${quad[0]} ${quad[1]}L${quad[2]} ${quad[3]}` : boxPath(quad));
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" data-overlays="">
      {isLayerShown(over, "amplifiers", true) ? (
        <NamedBoxes boxes={amplifiers} color={AMPLIFIER_COLOR} model={model} />
      ) : null}
      {isLayerShown(over, "detectors", true) ? (
        <NamedBoxes boxes={detectors} color={DETECTOR_COLOR} model={model} />
      ) : null}
      {shown.map((layer) => (
        <Layer key={layer.id} layer={layer} model={model} />
      ))}
      {outline ? (
        <g transform={matrixOf(view, place.picture)}>
          <Line path={outline} color={MEASURE_COLOR} width={1.5} />
        </g>
      ) : null}
      {isLayerShown(over, "compass", true) ? <SkyMarks model={model} /> : null}
      {cross ? <Cross place={{ x: Math.round(cross.x), y: Math.round(cross.y) }} model={model} /> : null}
    </svg>
  );
}

/** The outer edge of the pixels from one corner to the other. */
function boxPath([x0, y0, x1, y1]: Quad): string {
  const [left, right] = [Math.min(x0, x1), Math.max(x0, x1) + 1];
  const [below, above] = [Math.min(y0, y1), Math.max(y0, y1) + 1];
  return bordersOf([{ name: "", x0: left, y0: below, x1: right, y1: above }]);
}

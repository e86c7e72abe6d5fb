// Places where rings come back → traces of a focal plane. Pure: no browser needed.
import type { Data } from "plotly.js";
import { findCamera, pixelToFocalPlane } from "@/lib/cameras";
import type { Recurrence } from "@/lib/dark-rings/recurrence";
import type { RecurrenceDetector } from "@/lib/queries/recurrence";
import type { PlotColors } from "../charts/colors";
import { viridis } from "../gallery/color-maps";

const SCALE = Array.from({ length: 9 }, (_, i): [number, string] => [i / 8, `rgb(${viridis(i / 8).join(",")})`]);

/** Sign of a place, for selection and addresses: detector and position to a tenth of a pixel. */
export function placeId(place: Recurrence): string {
  return `${place.detector}:${place.x.toFixed(1)},${place.y.toFixed(1)}`;
}

export interface RecurrenceChart {
  traces: Data[];
  /** places that cannot be drawn: their detector is not in the camera */
  dropped: number;
}

/**
 * One point a place, coloured by the number of exposures, over the outlines of the sensors. A frame smaller than the sensor
 * (a simulated one) is stretched over it.
 */
export function recurrenceTraces(
  instrument: string,
  places: readonly Recurrence[],
  detectors: readonly RecurrenceDetector[],
  view: { colors: PlotColors; selectedId: string | null },
): RecurrenceChart {
  const { colors, selectedId } = view;
  const sensors = new Map(findCamera(instrument)?.detectors.map((sensor) => [sensor.id, sensor]));
  const sizes = new Map(detectors.map((size) => [size.detector, size]));
  const points = places.flatMap((place) => {
    const sensor = sensors.get(place.detector);
    if (!sensor) return [];
    const size = sizes.get(place.detector) ?? sensor;
    const [x, y] = pixelToFocalPlane(
      sensor,
      (place.x * sensor.width) / size.width,
      (place.y * sensor.height) / size.height,
    );
    return [{ place, x, y }];
  });
  const outline = [...sensors.values()].filter((sensor) => sizes.has(sensor.id));
  const corners = (axis: 0 | 1) =>
    outline.flatMap(({ cornersMm }) => [...cornersMm.map((corner) => corner[axis]), cornersMm[0][axis], null]);
  const counts = points.map(({ place }) => place.exposureCount);
  const selected = points.filter(({ place }) => placeId(place) === selectedId);
  const line = { color: colors.line, width: 1 };
  const traces: Data[] = [
    { type: "scatter", mode: "lines", hoverinfo: "skip", showlegend: false, x: corners(0), y: corners(1), line },
    {
      type: "scattergl",
      mode: "markers",
      showlegend: false,
      x: points.map((point) => point.x),
      y: points.map((point) => point.y),
      customdata: points.map(({ place }) => placeId(place)),
      text: points.map(
        ({ place }) =>
          `${sizes.get(place.detector)?.name ?? place.detector} (${place.x.toFixed(1)}, ${place.y.toFixed(1)})`,
      ),
      hovertemplate: "%{text}<br>%{marker.color} exposures<extra></extra>",
      marker: {
        size: 8,
        color: counts,
        colorscale: SCALE,
        cmin: Math.min(2, ...counts),
        cmax: Math.max(3, ...counts),
        showscale: true,
        colorbar: {
          title: { text: "exposures", side: "right" },
          tickformat: "d",
          dtick: Math.max(1, Math.ceil(Math.max(...counts) / 10)),
          thickness: 12,
          outlinewidth: 0,
        },
      },
    },
    {
      type: "scattergl",
      mode: "markers",
      hoverinfo: "skip",
      showlegend: false,
      x: selected.map((point) => point.x),
      y: selected.map((point) => point.y),
      marker: { symbol: "circle-open", size: 18, color: colors.accent, line: { width: 3, color: colors.accent } },
    },
  ];
  return { traces, dropped: places.length - points.length };
}

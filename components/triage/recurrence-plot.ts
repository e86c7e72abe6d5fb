// Places where rings come back → traces of a focal plane. Pure: no browser needed.
import type { Data } from "plotly.js";
import { type CameraDetector, findCamera, pixelToFocalPlane } from "@/lib/cameras";
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

interface Point {
  place: Recurrence;
  /** name of its detector and position there */
  text: string;
  /** mm on the focal plane */
  x: number;
  y: number;
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
  const sensors = new Map(findCamera(instrument)?.detectors.map((sensor) => [sensor.id, sensor]));
  const sizes = new Map(detectors.map((size) => [size.detector, size]));
  const points = places.flatMap((place): Point[] => {
    const sensor = sensors.get(place.detector);
    if (!sensor) return [];
    const { width, height, name } = sizes.get(place.detector) ?? sensor;
    const text = `${name} (${place.x.toFixed(1)}, ${place.y.toFixed(1)})`;
    const [x, y] = pixelToFocalPlane(sensor, (place.x * sensor.width) / width, (place.y * sensor.height) / height);
    return [{ place, text, x, y }];
  });
  const outlined = [...sensors.values()].filter((sensor) => sizes.has(sensor.id));
  const selected = points.filter(({ place }) => placeId(place) === view.selectedId);
  return {
    traces: [outlineTrace(outlined, view.colors), pointTrace(points), selectionTrace(selected, view.colors)],
    dropped: places.length - points.length,
  };
}

function outlineTrace(sensors: readonly CameraDetector[], colors: PlotColors): Data {
  const corners = (axis: 0 | 1) =>
    sensors.flatMap(({ cornersMm }) => [...cornersMm.map((corner) => corner[axis]), cornersMm[0][axis], null]);
  const line = { color: colors.line, width: 1 };
  return { type: "scatter", mode: "lines", hoverinfo: "skip", showlegend: false, x: corners(0), y: corners(1), line };
}

function pointTrace(points: readonly Point[]): Data {
  const counts = points.map(({ place }) => place.exposureCount);
  return {
    type: "scattergl",
    mode: "markers",
    showlegend: false,
    x: points.map((point) => point.x),
    y: points.map((point) => point.y),
    customdata: points.map(({ place }) => placeId(place)),
    text: points.map((point) => point.text),
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
  };
}

function selectionTrace(selected: readonly Point[], colors: PlotColors): Data {
  return {
    type: "scattergl",
    mode: "markers",
    hoverinfo: "skip",
    showlegend: false,
    x: selected.map((point) => point.x),
    y: selected.map((point) => point.y),
    marker: { symbol: "circle-open", size: 18, color: colors.accent, line: { width: 3, color: colors.accent } },
  };
}

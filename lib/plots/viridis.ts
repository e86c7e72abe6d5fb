// The viridis colour map: equal steps of the value are equal steps to the eye, also in grey and to the colour-blind.
// N. J. Smith and S. van der Walt 2015, https://bids.github.io/colormap (CC0). Every 17th of its 256 colours; linear between.

const ANCHORS = [
  [68, 1, 84],
  [72, 26, 108],
  [71, 47, 125],
  [65, 68, 135],
  [57, 86, 140],
  [49, 104, 142],
  [42, 120, 142],
  [35, 136, 142],
  [31, 152, 139],
  [34, 168, 132],
  [53, 183, 121],
  [84, 197, 104],
  [122, 209, 81],
  [165, 219, 54],
  [210, 226, 27],
  [253, 231, 37],
] as const;

/**
 * Colour of a value.
 *
 * @param fraction 0 to 1; what lies outside takes the nearest end
 * @returns CSS colour rgb(r, g, b)
 */
export function viridis(fraction: number): string {
  const position = Math.min(1, Math.max(0, fraction)) * (ANCHORS.length - 1);
  const index = Math.min(ANCHORS.length - 2, Math.floor(position));
  const [low, high] = [ANCHORS[index]!, ANCHORS[index + 1]!];
  const channel = (i: 0 | 1 | 2) => Math.round(low[i] + (high[i] - low[i]) * (position - index));
  return `rgb(${channel(0)}, ${channel(1)}, ${channel(2)})`;
}

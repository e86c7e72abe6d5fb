/** The state of the page of candidates, in its address. */
export const CANDIDATES_DEFAULTS = {
  mode: "annulus",
  filter: "",
  /** the strongest first: what stands out is looked at first; "": as the jobs were read */
  sort: "-snr",
  cols: "overview",
  /** candidate_id of the one under the cursor: its drawer is open */
  row: "",
  /** 1: what the truth, a classifier or another reader says is hidden */
  blind: "",
  /** features of the scatter plot */
  x: "zogy_snr",
  y: "sfft_snr",
  /** of the histogram; completeness: that of the filter's jobs in its place */
  of: "zogy_sharpness",
  /** axes of the scatter plot: log | linear */
  axes: "log",
  /** whether the plots are shown: 1 | 0 */
  plots: "1",
};

export type CandidatesState = typeof CANDIDATES_DEFAULTS;

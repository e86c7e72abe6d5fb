/** The state of the page of the comparison, in its address; lib/queries/difference-compare-request reads the same. */
export const COMPARE_DEFAULTS = {
  mode: "annulus",
  kind: "inj",
  band: "",
  /** conditions on jobs: "sca = 3 & mjd > 62000" */
  jobs: "",
  radius: "4",
  magfrom: "",
  magto: "",
  step: "0.5",
  of: "snr",
  pass: "",
  fp: "",
  /** the bin whose sources are listed: "24,24.5" */
  bin: "",
  /** of these those found by: any, zogy, sfft, both, either, zogy only, sfft only, neither, missed */
  found: "",
};

export type CompareState = typeof COMPARE_DEFAULTS;

// Every operation of the API: one line each, in the order of the paths.

export interface Operation {
  method: "get" | "post" | "put" | "delete";
  path: string;
  summary: string;
  /** names of the query parameters */
  query?: readonly string[];
  /** media type of the request's body */
  body?: string;
  /** media type of the answer; JSON when left out */
  answers?: string;
}

const JSON_BODY = "application/json";
const BYTES = "application/octet-stream";
const EXPOSURE_FILTER = ["instrument", "day", "type", "filter", "program", "status", "mount"];
const FLIP_FILTER = [
  ...["instrument", "day", "type", "filter", "program", "mount", "exposure", "detector", "stage", "verdict"],
];
const RING_FILTER = [
  ...["instrument", "from", "to", "detector", "run", "minscore", "minring", "mindepth", "minarea", "maxarea"],
  ...["morphology", "flags", "verdict", "sort"],
];

const CANDIDATES = ["mode", "filter", "job", "person"];
const JOB_FILTER = [
  ...["mode", "q", "filter", "field", "sca", "source", "state", "mount", "from", "to", "sort", "page", "size"],
];

const COMPARISON = ["mode", "kind", "band", "radius", "magfrom", "magto", "step", "of", "pass", "fp"];

export const OPERATIONS: readonly Operation[] = [
  {
    method: "get",
    path: "/candidates",
    summary: "Candidates of difference imaging in the order of a column",
    query: [...CANDIDATES, "sort", "columns", "after", "before", "limit"],
  },
  { method: "get", path: "/candidates/columns", summary: "Columns that filters, sorts and plots may name" },
  {
    method: "get",
    path: "/candidates/agreement",
    summary: "How far two people agree on the candidates of a filter that both judged, and where not",
    query: [...CANDIDATES, "first", "second"],
  },
  {
    method: "get",
    path: "/candidates/counts",
    summary: "How many candidates a filter keeps, by algorithm and label",
    query: CANDIDATES,
  },
  {
    method: "get",
    path: "/candidates/export",
    summary: "Candidates of a filter with all columns and what was said of them, as CSV, ECSV, Parquet or VOTable",
    query: [...CANDIDATES, "sort", "format"],
    answers: BYTES,
  },
  {
    method: "get",
    path: "/candidates/histogram",
    summary: "How the values of a feature lie, by class",
    query: [...CANDIDATES, "column", "bars", "from", "to"],
  },
  {
    method: "get",
    path: "/candidates/scatter",
    summary: "A feature against another",
    query: [...CANDIDATES, "x", "y", "limit"],
  },
  {
    method: "get",
    path: "/candidates/stamps",
    summary: "Every channel of some candidates in one answer",
    query: ["ids", "size", "channels", "limits"],
    answers: BYTES,
  },
  { method: "get", path: "/candidates/views", summary: "Saved views of the candidate table" },
  { method: "put", path: "/candidates/views", summary: "Keeps a view under a name", body: JSON_BODY },
  { method: "delete", path: "/candidates/views", summary: "Takes a saved view away", query: ["name"] },
  {
    method: "get",
    path: "/candidates/{id}",
    summary: "A candidate with percentiles, nearest truth, neighbours and recurrences",
    query: ["mode", "person"],
  },
  {
    method: "get",
    path: "/candidates/{id}/fits",
    summary: "Stamps of a candidate as FITS",
    query: ["size"],
    answers: "application/fits",
  },
  {
    method: "get",
    path: "/candidates/{id}/npy",
    summary: "Stamps of a candidate as a npy array",
    query: ["size"],
    answers: BYTES,
  },
  {
    method: "get",
    path: "/dark-rings",
    summary: "Ranked rings across exposures",
    query: [...RING_FILTER, "after", "limit"],
  },
  {
    method: "get",
    path: "/dark-rings/export",
    summary: "Ranked rings as CSV, ECSV, Parquet, VOTable or DS9 regions",
    query: [...RING_FILTER, "format"],
    answers: BYTES,
  },
  {
    method: "get",
    path: "/difference",
    summary: "Jobs of difference imaging with totals over the selection",
    query: JOB_FILTER,
  },
  {
    method: "get",
    path: "/difference/compare",
    summary: "ZOGY against SFFT: completeness, depths, paired test, threshold curves",
    query: COMPARISON,
  },
  {
    method: "get",
    path: "/difference/compare/truth",
    summary: "Sources of truth behind a bin of completeness",
    query: ["mode", "kind", "band", "radius", "magfrom", "magto", "found", "after", "limit"],
  },
  {
    method: "get",
    path: "/difference/{id}",
    summary: "One job of difference imaging by its jid: facts, images, notes, counts",
    query: ["mode"],
  },
  {
    method: "get",
    path: "/difference/{id}/truth",
    summary: "Truth of a job, missed sources included",
    query: ["mode"],
  },
  { method: "get", path: "/events", summary: "Runs, scans and verdicts as they happen", answers: "text/event-stream" },
  {
    method: "get",
    path: "/exposures",
    summary: "Exposures",
    query: [...EXPOSURE_FILTER, "sort", "desc", "after", "limit"],
  },
  { method: "get", path: "/exposures/days", summary: "Days with exposures", query: EXPOSURE_FILTER },
  {
    method: "get",
    path: "/flip-through",
    summary: "Images of a night, or of the detectors of an exposure, with what was said of them",
    query: [...FLIP_FILTER, "after", "limit"],
  },
  { method: "get", path: "/headers", summary: "HDUs and cards of a mounted file", query: ["file"] },
  { method: "get", path: "/health", summary: "Whether pages and database answer" },
  {
    method: "get",
    path: "/images",
    summary: "What an image is, a sample of its pixels and the tiles of a first drawing",
    query: ["source", "side", "statistic"],
    answers: BYTES,
  },
  {
    method: "get",
    path: "/images/pixel",
    summary: "One pixel of an image, exact, with the bits of its mask",
    query: ["source", "key", "x", "y"],
  },
  {
    method: "get",
    path: "/images/section",
    summary: "A box of an image as FITS, with mask and sky coordinates",
    query: ["source", "key", "x0", "y0", "x1", "y1"],
    answers: "application/fits",
  },
  {
    method: "get",
    path: "/images/stages",
    summary: "Stages of processing of a detector or of a focal plane",
    query: ["instrument", "exposure", "detector"],
  },
  {
    method: "get",
    path: "/images/tile",
    summary: "A tile of an image",
    query: ["source", "key", "level", "column", "row", "plane"],
    answers: BYTES,
  },
  { method: "get", path: "/mounts", summary: "Data roots and their files by state" },
  { method: "post", path: "/mounts", summary: "Adds a folder and asks for its scan", body: JSON_BODY },
  { method: "delete", path: "/mounts/{id}", summary: "Takes a data root away" },
  { method: "get", path: "/mounts/{id}/files", summary: "Files of a data root", query: ["state", "after", "limit"] },
  { method: "post", path: "/mounts/{id}/scan", summary: "Asks for a scan" },
  { method: "get", path: "/openapi.json", summary: "This document" },
  {
    method: "get",
    path: "/recurrences",
    summary: "Rings at one place of a detector in other exposures",
    query: ["instrument", "exposure", "detector", "x", "y", "radius"],
  },
  { method: "get", path: "/runs", summary: "Runs, newest first", query: ["before", "limit"] },
  { method: "post", path: "/runs", summary: "Asks for a run; the same request is the same run", body: JSON_BODY },
  { method: "get", path: "/runs/{id}", summary: "A run with progress and provenance" },
  { method: "post", path: "/runs/{id}/cancel", summary: "Stops a run" },
  { method: "post", path: "/runs/{id}/retry", summary: "Does failed and cancelled tasks again" },
  { method: "get", path: "/search", summary: "What a text may mean", query: ["q"] },
  {
    method: "get",
    path: "/sections",
    summary: "Pixels of a detector, float32 little-endian",
    query: ["instrument", "exposure", "detector", "x", "y", "size", "side"],
    answers: BYTES,
  },
  { method: "get", path: "/settings", summary: "The words of verdicts" },
  { method: "put", path: "/settings", summary: "Changes the words of verdicts", body: JSON_BODY },
  {
    method: "get",
    path: "/stamps",
    summary: "Stamps of rings, float32 little-endian",
    query: ["run", "instrument", "exposure", "indexes"],
    answers: BYTES,
  },
  {
    method: "post",
    path: "/uploads",
    summary: "Keeps one FITS file, or one of a job folder",
    query: ["name", "job"],
    body: BYTES,
  },
  { method: "post", path: "/verdicts", summary: "Saves verdicts; the same key is the same verdict", body: JSON_BODY },
];

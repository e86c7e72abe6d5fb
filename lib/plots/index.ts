// Pictures made on the server, without a browser: the published statistics plots and stamps of one exposure.

export { drawAreaVersusScore, type ScatterOptions } from "./area-versus-score";
export { drawMosaic, type MosaicOptions, stampTitle, type TitledStamp } from "./mosaic";
export type { RingToPlot } from "./rings";
export { drawScoreHistogram, type HistogramOptions } from "./score-histogram";
export { drawStamp, type StampToDraw } from "./stamp";

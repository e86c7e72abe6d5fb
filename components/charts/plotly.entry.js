// The traces that the panel draws. scattergl in its strict form: its shader programs are compiled beforehand, so that no
// eval is needed and the content security policy can forbid it.

import bar from "plotly.js/lib/bar";
import contour from "plotly.js/lib/contour";
import Plotly from "plotly.js/lib/core";
import heatmap from "plotly.js/lib/heatmap";
import histogram from "plotly.js/lib/histogram";
import scattergl from "plotly.js/src/traces/scattergl/strict";

Plotly.register([scattergl, heatmap, bar, histogram, contour]);

export default Plotly;

// Colours of plots in both schemes. Plotly does not read CSS variables, so they are repeated here from components/ui/theme.ts.

export type Scheme = "light" | "dark";

export interface PlotColors {
  background: string;
  text: string;
  dim: string;
  line: string;
  accent: string;
  pass: string;
  warn: string;
  fail: string;
  none: string;
}

export const PLOT_COLORS: Record<Scheme, PlotColors> = {
  light: {
    background: "#ffffff",
    text: "#181c20",
    dim: "#4d5661",
    line: "#d5d9de",
    accent: "#0a6467",
    pass: "#0061a8",
    warn: "#8f5a00",
    fail: "#b83a00",
    none: "#5c6570",
  },
  dark: {
    background: "#14181d",
    text: "#d8dde3",
    dim: "#a2acb7",
    line: "#2f363f",
    accent: "#45c4c6",
    pass: "#5db0f0",
    warn: "#f0b13c",
    fail: "#ff7d4d",
    none: "#98a2ad",
  },
};

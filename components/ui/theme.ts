// The look of the panel: neutral greys, one accent for what is selected, status colours safe for colour-blind readers.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const accent: MantineColorsTuple = [
  "#e6f6f6",
  "#cfeaea",
  "#9fd6d6",
  "#6cc1c2",
  "#45b0b1",
  "#2da4a6",
  "#14898c",
  "#0d7578",
  "#0a6467",
  "#075154",
];

const dark: MantineColorsTuple = [
  "#d8dde3",
  "#b3bcc6",
  "#9aa4af",
  "#6b7580",
  "#343b44",
  "#272d35",
  "#1d2229",
  "#14181d",
  "#0f1216",
  "#0a0c0f",
];

/** height of buttons and inputs: fits a 28 px row */
const CONTROL = "26px";
const dense = { defaultProps: { size: "xs" } };

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 8, dark: 8 },
  colors: { accent, dark },
  white: "#ffffff",
  black: "#181c20",
  fontFamily: "'Inter Variable', 'DejaVu Sans', sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.8125rem", lg: "0.9375rem", xl: "1.125rem" },
  spacing: { xs: "6px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "2px", sm: "3px", md: "3px", lg: "4px", xl: "6px" },
  defaultRadius: "sm",
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "0.9375rem", lineHeight: "1.3" },
      h2: { fontSize: "0.8125rem", lineHeight: "1.3" },
      h3: { fontSize: "0.8125rem", lineHeight: "1.3" },
    },
  },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Button: {
      defaultProps: { size: "xs", variant: "default" },
      vars: () => ({ root: { "--button-height": CONTROL } }),
    },
    Input: { vars: () => ({ wrapper: { "--input-height": CONTROL } }) },
    ActionIcon: { defaultProps: { size: "sm", variant: "subtle", color: "gray" } },
    TextInput: dense,
    NumberInput: dense,
    Select: dense,
    MultiSelect: dense,
    Textarea: dense,
    Checkbox: dense,
    SegmentedControl: dense,
    Tabs: { defaultProps: { keepMounted: false } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, shadow: "md" } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: "md" } },
    Modal: { defaultProps: { transitionProps: { duration: 0 }, centered: true } },
  },
});

/** The panel's own variables; everything in CSS modules speaks of these and never of a colour. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    "--row-height": "28px",
    "--page-padding": "12px",
    "--mantine-line-height": "1.4",
  },
  light: {
    "--surface": "#f5f6f7",
    "--line": "#d5d9de",
    "--text": "#181c20",
    "--dim": "#4d5661",
    "--accent": "#0a6467",
    "--accent-soft": "#d3eced",
    "--hover": "#eceff1",
    "--pass": "#0061a8",
    "--warn": "#8f5a00",
    "--fail": "#b83a00",
    "--none": "#5c6570",
    "--mantine-color-dimmed": "#4d5661",
  },
  dark: {
    "--surface": "#1a1f25",
    "--line": "#2f363f",
    "--text": "#d8dde3",
    "--dim": "#a2acb7",
    "--accent": "#45c4c6",
    "--accent-soft": "#173c40",
    "--hover": "#20262d",
    "--pass": "#5db0f0",
    "--warn": "#f0b13c",
    "--fail": "#ff7d4d",
    "--none": "#98a2ad",
    "--mantine-color-dimmed": "#a2acb7",
  },
});

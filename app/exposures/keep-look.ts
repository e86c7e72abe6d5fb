// What of a viewer's address goes along to the next image: where one looks and how, not what was measured there.

/** Parameters of components/image/viewer-parameters.ts, and the stage. */
export const LOOK_PARAMETERS = [
  ...[
    "stage",
    "at",
    "z",
    "up",
    "link",
    "share",
    "stretch",
    "percent",
    "limits",
    "curve",
    "map",
    "invert",
    "cb",
    "stat",
  ],
  ...["mask", "over", "base", "pace", "cross"],
] as const;

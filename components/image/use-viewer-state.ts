"use client";
// The two homes of a viewer's state: the address of the page, or the component that shows it (a dialog over another page).
import { useMemo, useState } from "react";
import { useUrlState } from "../ui/use-url-state";
import { VIEWER_DEFAULTS, type ViewerParameters, type ViewerState } from "./viewer-parameters";

/** State in the address; the server is not asked. */
export function useUrlViewerState(): ViewerState {
  const [parameters, setParameters] = useUrlState<ViewerParameters>(VIEWER_DEFAULTS);
  return useMemo(
    () => ({
      parameters,
      set: (patch, options) => setParameters(patch, { shallow: true, replace: !options?.isStep }),
    }),
    [parameters, setParameters],
  );
}

/** State that lives as long as the component. */
export function useOwnViewerState(given: Partial<ViewerParameters> = {}): ViewerState {
  const [parameters, setParameters] = useState<ViewerParameters>({ ...VIEWER_DEFAULTS, ...given });
  return useMemo(
    () => ({ parameters, set: (patch) => setParameters((before) => ({ ...before, ...patch })) }),
    [parameters],
  );
}

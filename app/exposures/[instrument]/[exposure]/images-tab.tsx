"use client";
// The images of an exposure: its focal plane in mosaics with a way into every detector, or what would make them.
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { saveSection } from "@/app/_images/load-image";
import { reopenImage, useImageSource, useImagesAhead, withStatistic } from "@/app/_images/use-image-source";
import { ImagesView } from "@/components/exposure/images-view";
import { ImageViewer, type ViewerActions } from "@/components/image/image-viewer";
import { useUrlViewerState } from "@/components/image/use-viewer-state";
import { parseChoices } from "@/components/image/viewer-parameters";
import { EmptyState } from "@/components/ui/empty-state";
import { keptHref } from "@/components/ui/step-keys";
import { useUrlState } from "@/components/ui/use-url-state";
import { sourceText } from "@/lib/images/source-text";
import type { ExposureRun } from "@/lib/queries/exposure";
import type { DetectorStages, MosaicRow } from "@/lib/queries/exposure-images";
import { flipHref } from "../../flip/flip-href";
import { LOOK_PARAMETERS } from "../../keep-look";
import { IMAGE_PIPELINE, RequestImages } from "../../request-images";
import { zoomThroughHref } from "../../zoom-through";
import { exposureHref, queryOf } from "./address";

const DEFAULTS = { mosaic: "", det: "" };
const QUIET = { shallow: true, replace: true };

export interface ImagesTabProps {
  instrument: string;
  exposureId: string;
  mosaics: readonly MosaicRow[];
  detectors: readonly DetectorStages[];
  runs: readonly ExposureRun[];
  /** addresses of the exposures before and after, in this tab */
  neighbours: readonly [string | null, string | null];
}

export function ImagesTab(props: ImagesTabProps) {
  const { instrument, exposureId, mosaics, detectors, runs, neighbours } = props;
  const router = useRouter();
  const [url, setUrl] = useUrlState(DEFAULTS);
  const shown = mosaics.find(({ stage }) => stage === url.mosaic) ?? mosaics[0] ?? null;
  const hrefOf = (detector: string, stage?: string) =>
    exposureHref(instrument, exposureId, detector) + queryOf({ stage });
  return (
    <ImagesView
      mosaics={mosaics}
      current={shown?.stage ?? null}
      onMosaic={(mosaic) => setUrl({ mosaic }, QUIET)}
      detectors={detectors}
      currentDetector={url.det || null}
      onDetector={(det) => setUrl({ det }, QUIET)}
      hrefOf={hrefOf}
      onOpen={(detector) => router.push(hrefOf(detector))}
      flipHref={flipHref({}, { instrument, exposure: exposureId })}
    >
      {shown ? (
        <Mosaic
          exposure={{ instrument, exposureId }}
          mosaics={mosaics}
          shown={shown}
          detectors={detectors}
          neighbours={neighbours}
          onMosaic={(mosaic) => setUrl({ mosaic }, QUIET)}
        />
      ) : (
        <NoMosaic instrument={instrument} exposureId={exposureId} runs={runs} />
      )}
    </ImagesView>
  );
}

interface MosaicProps {
  exposure: { instrument: string; exposureId: string };
  mosaics: readonly MosaicRow[];
  shown: MosaicRow;
  detectors: readonly DetectorStages[];
  neighbours: ImagesTabProps["neighbours"];
  onMosaic: (stage: string) => void;
}

function Mosaic({ exposure, mosaics, shown, detectors, neighbours, onMosaic }: MosaicProps) {
  const router = useRouter();
  const state = useUrlViewerState();
  const textOf = (stage: string) => sourceText({ kind: "exposure", ...exposure, detector: null, stage, runId: null });
  const stages = [...new Set(mosaics.map(({ stage }) => stage))];
  const text = textOf(shown.stage);
  const named = (of: string) => withStatistic(of, parseChoices(state.parameters).statistic);
  const source = useImageSource(named(text));
  const ahead = useImagesAhead(stages.filter((stage) => stage !== shown.stage).map((stage) => named(textOf(stage))));
  const panels = useMemo(() => [{ id: "mosaic", source, label: text }], [source, text]);
  const actions: ViewerActions = {
    onOpenDetector: (_, at) => {
      // a run may have kept the mosaics alone
      const { stages = [] } = detectors.find(({ name }) => name === at.name) ?? {};
      const stage = at.stage !== null && stages.includes(at.stage) ? at.stage : null;
      router.push(zoomThroughHref(exposure, { ...at, stage }));
    },
    onReopen: () => reopenImage(text),
    onExportSection: (_, box) => {
      if (source && "description" in source) saveSection(text, source, box);
    },
    onStep: (direction) => {
      const beside = direction === "previous" ? neighbours[0] : direction === "next" ? neighbours[1] : null;
      if (beside) router.push(keptHref(beside, ["mosaic", ...LOOK_PARAMETERS]));
      const place = stages.indexOf(shown.stage);
      const stage =
        direction === "stageBefore" ? stages[place - 1] : direction === "stageAfter" ? stages[place + 1] : null;
      if (stage) onMosaic(stage);
    },
  };
  return <ImageViewer panels={panels} state={state} actions={actions} ahead={ahead} />;
}

function NoMosaic({ instrument, exposureId, runs }: Pick<ImagesTabProps, "instrument" | "exposureId" | "runs">) {
  const makers = runs.filter(({ pipeline }) => pipeline === IMAGE_PIPELINE);
  return (
    <EmptyState
      title="No mosaic of this exposure yet"
      action={<RequestImages instrument={instrument} exposureId={exposureId} runs={makers} />}
    >
      The pipeline {IMAGE_PIPELINE} makes mosaics of the focal plane binned 8 and 64 times, with mean, smallest, largest
      and standard deviation of every block, and each detector's residual. The detectors beside can be looked at as they
      are.
    </EmptyState>
  );
}

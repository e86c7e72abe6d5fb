"use client";
// Images one after the other in one frame: a list with what was said of each, the image, the verdicts and their keys.
import { type ReactNode, useEffect, useMemo } from "react";
import type { FlipRow } from "@/lib/queries/flip-through";
import type { ImageWord } from "@/lib/verdicts/image-vocabulary";
import { NOTHING_SAID, type Said } from "@/lib/verdicts/verdict";
import { DataTable, type TablePaging } from "../tables/data-table";
import { useCursor } from "../triage/use-cursor";
import type { VerdictProgress } from "../triage/verdict-bar";
import { useKeys } from "../ui/keys";
import { CommentLine } from "./comment-line";
import { DefectPad } from "./defect-pad";
import styles from "./flip.module.css";
import { flipColumns, rowKey } from "./flip-columns";
import { JudgingProgress } from "./judging-progress";
import { useDefectKeys } from "./use-defect-keys";

/** rows left when the next page is asked for */
const MORE_BEFORE_END = 20;

export interface FlipViewProps {
  rows: readonly FlipRow[];
  isByDetector: boolean;
  isOneDay: boolean;
  /** key of the row that the address asks for */
  row: string;
  onRow: (key: string) => void;
  words: readonly ImageWord[];
  saidOf: (row: FlipRow) => Said;
  judge: (row: FlipRow, said: Said) => void;
  /** id of the row whose verdict was taken back; null: there is none */
  undo: () => string | null;
  progress: VerdictProgress;
  paging: TablePaging;
  /** the image of a row; its viewer has the arrows */
  renderImage: (at: FlipPlace) => ReactNode;
  filters: (place: { index: number; count: number }) => ReactNode;
}

export interface FlipPlace {
  rows: readonly FlipRow[];
  /** of the row that is shown */
  index: number;
  /** as moved: several keys may come before the next drawing */
  at: () => number;
  go: (index: number) => void;
}

export function FlipView(props: FlipViewProps) {
  const { rows, isByDetector, isOneDay, onRow, words, saidOf, judge, undo, progress, paging } = props;
  const judged = useMemo(
    () => rows.map((row) => ({ id: rowKey(row, isByDetector), verdict: row.label })),
    [rows, isByDetector],
  );
  const { index, at, go } = useCursor(judged, props.row, onRow);
  const row = rows[index];
  const said = row ? saidOf(row) : NOTHING_SAID;

  const decide = (word: ImageWord) => {
    const subject = rows[at()];
    if (!subject) return;
    judge(subject, { label: word.label, comment: saidOf(subject).comment });
    go(at() + 1);
  };
  const comment = (text: string) => {
    const subject = rows[at()];
    if (subject) judge(subject, { label: saidOf(subject).label, comment: text });
  };
  const takeBack = () => {
    const id = undo();
    const back = rows.findIndex((candidate) => candidate.id === id);
    if (back >= 0) go(back);
  };
  const nextOpen = () => {
    const open = rows.findIndex((candidate, i) => i > at() && saidOf(candidate).label === null);
    if (open >= 0) go(open);
  };
  const pressed = useDefectKeys(words, decide);
  useKeys("Verdicts", [{ keys: ["u"], label: "Take the last verdict or comment back", run: takeBack }]);
  useKeys("Flip through", [
    { keys: ["Home"], label: "First image", run: () => go(0) },
    { keys: ["End"], label: "Last image here", run: () => go(rows.length - 1) },
    { keys: ["n"], label: "Next image that nobody has judged", run: nextOpen },
  ]);
  const columns = useMemo(() => flipColumns(isByDetector, isOneDay), [isByDetector, isOneDay]);
  const listed = useMemo(() => rows.map((one) => ({ ...one, ...saidOf(one) })), [rows, saidOf]);
  const { hasMore, isLoading, failure, onMore } = paging;
  const isNearEnd = index >= rows.length - MORE_BEFORE_END;
  useEffect(() => {
    if (isNearEnd && hasMore && !isLoading && !failure) onMore();
  }, [isNearEnd, hasMore, isLoading, failure, onMore]);

  if (!row) return null;
  return (
    <div className={styles.flip}>
      {props.filters({ index, count: rows.length })}
      <div className={styles.body}>
        <DataTable
          label="Images"
          rows={listed}
          columns={columns}
          rowId={(one) => rowKey(one, isByDetector)}
          selection={{
            currentId: rowKey(row, isByDetector),
            onCurrent: (id) => go(judged.findIndex((one) => one.id === id)),
          }}
          paging={paging}
        />
        {props.renderImage({ rows, index, at, go })}
      </div>
      <div className={styles.judging}>
        <CommentLine imageId={row.id} said={said} onComment={comment} />
        <JudgingProgress progress={progress} onUndo={takeBack} />
      </div>
      <DefectPad words={words} current={said.label} pressed={pressed} onDecide={decide} />
    </div>
  );
}

"use client";
// Asks for a run: pipeline, selection, settings. The same request is the same run.
import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { textsOf } from "../ui/form-texts";
import styles from "./runs.module.css";

export interface PipelineChoice {
  name: string;
  title: string;
  description: string;
}

export interface RunFormProps {
  pipelines: readonly PipelineChoice[];
  /** selection to begin with */
  query: string;
  isBusy: boolean;
  failure: string | null;
  onStart: (request: { pipeline: string; query: string; settings: string[] }) => void;
}

export function RunForm({ pipelines, query, isBusy, failure, onStart }: RunFormProps) {
  const [pipeline, setPipeline] = useState(
    pipelines.find(({ name }) => name === "dark-rings")?.name ?? pipelines[0]?.name ?? "",
  );
  const chosen = pipelines.find(({ name }) => name === pipeline);
  return (
    <form
      className={styles.form}
      aria-label="Start a run"
      onSubmit={(event) => {
        event.preventDefault();
        const [query = "", settings = ""] = textsOf(event.currentTarget, ["query", "settings"]);
        onStart({ pipeline, query, settings: settings.split(/\s+/).filter(Boolean) });
      }}
    >
      <Select
        label="Pipeline"
        data={pipelines.map(({ name }) => name)}
        value={pipeline}
        onChange={(name) => setPipeline(name ?? pipeline)}
        allowDeselect={false}
      />
      <TextInput
        label="Selection"
        placeholder="instrument='LSSTCam' AND exposure=2025061300222 AND detector IN (93, 94); empty: everything"
        name="query"
        defaultValue={query}
        classNames={{ input: "mono" }}
        spellCheck={false}
      />
      <TextInput
        label="Settings"
        placeholder="find-dark-rings.mode=reference"
        name="settings"
        classNames={{ input: "mono" }}
        spellCheck={false}
      />
      <Button type="submit" loading={isBusy}>
        Start
      </Button>
      <p className={failure ? undefined : "dim"} role={failure ? "alert" : undefined}>
        {failure ? `■ ${failure}` : chosen?.description}
      </p>
    </form>
  );
}

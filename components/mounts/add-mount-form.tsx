"use client";
// Adds a folder of the server's machine as a data root.
import { Button, Textarea, TextInput } from "@mantine/core";
import { textsOf } from "../ui/form-texts";
import styles from "./mounts.module.css";

export interface AddMountFormProps {
  isBusy: boolean;
  failure: string | null;
  onAdd: (mount: { root: string; name?: string; rules?: string }) => void;
}

export function AddMountForm({ isBusy, failure, onAdd }: AddMountFormProps) {
  return (
    <form
      className={styles.form}
      aria-label="Mount a folder"
      onSubmit={(event) => {
        event.preventDefault();
        const [root = "", name = "", rules = ""] = textsOf(event.currentTarget, ["root", "name", "rules"]);
        onAdd({ root, ...(name ? { name } : {}), ...(rules ? { rules } : {}) });
      }}
    >
      <TextInput
        label="Folder on this server"
        placeholder="/data/darks/2025-06-13"
        name="root"
        required
        withAsterisk={false}
        classNames={{ input: "mono" }}
        spellCheck={false}
      />
      <TextInput label="Name" placeholder="the folder's own" name="name" />
      <Button type="submit" loading={isBusy}>
        Mount
      </Button>
      <details>
        <summary>Rules for files of an unknown survey (YAML)</summary>
        <Textarea
          aria-label="Rules for files of an unknown survey (YAML)"
          placeholder={"instrument: MyCamera\nexposure: { keyword: EXPID }\ndetector: { keyword: CCDNUM }"}
          name="rules"
          autosize
          minRows={4}
          classNames={{ input: "mono" }}
        />
      </details>
      {failure ? <p role="alert">■ {failure}</p> : <p className="dim">Nothing under a mount is ever written.</p>}
    </form>
  );
}

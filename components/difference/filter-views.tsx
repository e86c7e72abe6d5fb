"use client";
// Views that people keep under a name: filter, order, columns and features, as one address.
import { ActionIcon, Button, Popover, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import Link from "next/link";
import { useState } from "react";
import type { CandidateView } from "@/lib/queries/candidate-views";
import styles from "./candidates.module.css";

export interface FilterViewsProps {
  views: readonly CandidateView[];
  onSave: (name: string) => void;
  onDelete: (name: string) => void;
  /** why the last save or deletion did not happen */
  failure: string | null;
}

export function FilterViews({ views, onSave, onDelete, failure }: FilterViewsProps) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const save = () => {
    if (name.trim() === "") return;
    onSave(name.trim());
    setName("");
  };
  return (
    <Popover position="bottom-end" opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <Button onClick={() => setOpen(!isOpen)}>Views</Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.views} aria-label="Views">
        {views.length === 0 ? <p className="dim">None saved yet. A link to this page is a view too.</p> : null}
        {views.map((view) => (
          <div key={view.name} className={styles.view}>
            <Link href={`/candidates${view.query ? `?${view.query}` : ""}`} onClick={() => setOpen(false)}>
              {view.name}
            </Link>
            <ActionIcon aria-label={`Delete the view ${view.name}`} onClick={() => onDelete(view.name)}>
              <IconTrash size={14} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        <div className={styles.view}>
          <TextInput
            aria-label="Name of the view"
            placeholder="name of this view"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => event.key === "Enter" && save()}
          />
          <Button onClick={save} disabled={name.trim() === ""}>
            Save
          </Button>
        </div>
        {failure === null ? null : <p role="alert">■ {failure}</p>}
      </Popover.Dropdown>
    </Popover>
  );
}

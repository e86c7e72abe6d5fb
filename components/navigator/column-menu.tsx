"use client";
// Which columns a table shows, and in which order.
import { ActionIcon, Button, Checkbox, Popover } from "@mantine/core";
import { IconArrowUp, IconColumns } from "@tabler/icons-react";
import styles from "./column-menu.module.css";

export interface ColumnMenuProps {
  columns: readonly { id: string; header: string; description?: string }[];
  /** ids in order */
  shown: readonly string[];
  onChange: (shown: string[]) => void;
}

/** `shown` with the column at `index` one place earlier. */
function movedEarlier(shown: readonly string[], index: number): string[] {
  const moved = [...shown];
  const [column] = moved.splice(index, 1);
  if (column !== undefined) moved.splice(Math.max(0, index - 1), 0, column);
  return moved;
}

export function ColumnMenu({ columns, shown, onChange }: ColumnMenuProps) {
  const hidden = columns.filter((column) => !shown.includes(column.id));
  const ordered = shown.flatMap((id) => columns.find((column) => column.id === id) ?? []);
  return (
    <Popover position="bottom-end">
      <Popover.Target>
        <Button leftSection={<IconColumns size={14} aria-hidden />}>Columns</Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.menu} aria-label="Columns">
        {ordered.map((column, index) => (
          <div key={column.id} className={styles.row}>
            <Checkbox
              checked
              label={column.id}
              onChange={() => onChange(shown.filter((id) => id !== column.id))}
              disabled={shown.length === 1}
            />
            <ActionIcon
              aria-label={`Move ${column.id} to the left`}
              disabled={index === 0}
              onClick={() => onChange(movedEarlier(shown, index))}
            >
              <IconArrowUp size={14} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        {hidden.map((column) => (
          <div key={column.id} className={styles.row}>
            <Checkbox checked={false} label={column.id} onChange={() => onChange([...shown, column.id])} />
          </div>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

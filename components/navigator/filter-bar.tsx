"use client";
// The filters of the navigator: one select each, all of them in the address.
import { Select } from "@mantine/core";
import styles from "./navigator.module.css";

export interface FilterChoice {
  /** name in the address */
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  width: number;
}

export interface FilterBarProps {
  choices: readonly FilterChoice[];
  values: Record<string, string>;
  onChange: (name: string, value: string) => void;
}

export function FilterBar({ choices, values, onChange }: FilterBarProps) {
  return (
    <div className={styles.filters}>
      {choices.map(({ name, label, options, width }) => (
        <Select
          key={name}
          aria-label={label}
          placeholder={label}
          data={[...options]}
          value={values[name] === "" ? null : (values[name] ?? null)}
          onChange={(value) => onChange(name, value ?? "")}
          w={width}
          searchable={options.length > 12}
          clearable
          clearButtonProps={{ "aria-label": `Any ${label}` }}
          data-active={values[name] ? true : undefined}
          comboboxProps={{ width: "max-content", position: "bottom-start" }}
        />
      ))}
    </div>
  );
}

import { NativeSelect } from "@mantine/core";
import { FEATURE_COLUMNS } from "@/lib/difference/stored-columns";
import { isTelling } from "./blind";

export interface FeatureSelectProps {
  label: string;
  value: string;
  onChange: (name: string) => void;
  /** without those that tell what the truth or a classifier says */
  isBlind?: boolean;
  /** a choice before the features */
  first?: { value: string; label: string };
}

const NAMES = FEATURE_COLUMNS.map(({ name, unit }) => ({ value: name, label: unit ? `${name} [${unit}]` : name }));
const BLIND_NAMES = NAMES.filter(({ value }) => !isTelling(value));

/** One of the columns that can be plotted. */
export function FeatureSelect({ label, value, onChange, isBlind = false, first }: FeatureSelectProps) {
  const names = isBlind ? BLIND_NAMES : NAMES;
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      title={label}
      data={first ? [first, ...names] : names}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

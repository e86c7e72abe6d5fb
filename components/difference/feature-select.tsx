import { NativeSelect } from "@mantine/core";
import { FEATURE_COLUMNS } from "@/lib/difference/stored-columns";

export interface FeatureSelectProps {
  label: string;
  value: string;
  onChange: (name: string) => void;
}

const NAMES = FEATURE_COLUMNS.map(({ name, unit }) => ({ value: name, label: unit ? `${name} [${unit}]` : name }));

/** One of the columns that can be plotted. */
export function FeatureSelect({ label, value, onChange }: FeatureSelectProps) {
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      title={label}
      data={NAMES}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

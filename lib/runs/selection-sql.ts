// A selection as SQL over the tables exposure (e), detector_image (i) and mount (m).

import type { Condition, SelectionField, SelectionValue } from "./selection";

const COLUMNS: Record<SelectionField, { column: string; type: string }> = {
  instrument: { column: "e.instrument", type: "text" },
  exposure: { column: "e.exposure_id", type: "bigint" },
  detector: { column: "i.detector", type: "bigint" },
  detector_name: { column: "i.detector_name", type: "text" },
  day_obs: { column: "e.day_obs", type: "bigint" },
  seq_num: { column: "e.seq_num", type: "bigint" },
  observation_type: { column: "e.observation_type", type: "text" },
  physical_filter: { column: "e.physical_filter", type: "text" },
  band: { column: "e.band", type: "text" },
  object: { column: "e.object", type: "text" },
  program: { column: "e.program", type: "text" },
  label: { column: "e.label", type: "text" },
  mjd: { column: "e.mjd_mid", type: "double precision" },
  exposure_time: { column: "e.exposure_time_seconds", type: "double precision" },
  product_type: { column: "i.product_type", type: "text" },
  mount: { column: "m.name", type: "text" },
};

export interface SqlCondition {
  text: string;
  values: (string | number | (string | number)[])[];
}

/**
 * Compile a condition to SQL with placeholders: values never enter the text. Text is compared without
 * regard to case, as people type `dark` and headers say `DARK`; a fact that is not known (null) matches nothing.
 *
 * @param condition from parseSelection
 * @param firstPlaceholder number of the first placeholder ($1 unless the caller has used some)
 * @returns the text of a WHERE condition and its values
 */
export function selectionToSql(condition: Condition, firstPlaceholder = 1): SqlCondition {
  const values: SqlCondition["values"] = [];
  const place = (value: SqlCondition["values"][number], type: string): string => {
    values.push(value);
    return `$${firstPlaceholder + values.length - 1}::${type}`;
  };
  const text = compile(condition, place);
  return { text, values };
}

type Place = (value: SqlCondition["values"][number], type: string) => string;

function compile(condition: Condition, place: Place): string {
  switch (condition.kind) {
    case "everything":
      return "true";
    case "not":
      return `(NOT coalesce(${compile(condition.part, place)}, false))`;
    case "and":
      return `(${condition.parts.map((part) => compile(part, place)).join(" AND ")})`;
    case "or":
      return `(${condition.parts.map((part) => compile(part, place)).join(" OR ")})`;
    case "compare": {
      const { column, type } = COLUMNS[condition.field];
      const operator = condition.operator === "!=" ? "<>" : condition.operator;
      return `${sideOf(column, type)} ${operator} ${sideOf(place(plain(condition.value), type), type)}`;
    }
    case "in": {
      const { column, type } = COLUMNS[condition.field];
      const list = condition.values.map((value) => plain(value));
      const lowered = type === "text" ? list.map((value) => String(value).toLowerCase()) : list;
      const parts = [`${sideOf(column, type)} = ANY(${place(lowered, `${type}[]`)})`];
      for (const { first, last } of condition.ranges) {
        parts.push(`${column} BETWEEN ${place(String(first), type)} AND ${place(String(last), type)}`);
      }
      return `(${parts.join(" OR ")})`;
    }
  }
}

function sideOf(expression: string, type: string): string {
  return type === "text" ? `lower(${expression})` : expression;
}

/** bigint travels to the database as text, because the driver has no other way for it. */
function plain(value: SelectionValue): string | number {
  return typeof value === "bigint" ? String(value) : value;
}

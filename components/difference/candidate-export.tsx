"use client";
// All candidates of the filter with all columns, as a file made on the server.
import { Button, Menu } from "@mantine/core";

const FORMATS = [
  { format: "csv", label: "CSV" },
  { format: "ecsv", label: "ECSV (units, astropy)" },
  { format: "parquet", label: "Parquet" },
  { format: "votable", label: "VOTable (TOPCAT)" },
];

/** @param asked mode, filter and sort of the page */
export function CandidateExport({ asked }: { asked: { mode: string; filter: string; sort: string } }) {
  const { mode, filter, sort } = asked;
  return (
    <Menu>
      <Menu.Target>
        <Button>Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>all candidates of the filter, all columns</Menu.Label>
        {FORMATS.map(({ format, label }) => (
          <Menu.Item
            key={format}
            component="a"
            href={`/api/v1/candidates/export?${new URLSearchParams({ format, mode, filter, sort })}`}
            download
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

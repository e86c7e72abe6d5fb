"use client";
// All rows that the filter keeps, as a file made on the server.
import { Button, Menu } from "@mantine/core";

export interface ExportLinksProps {
  /** what is in the file */
  label: string;
  formats: readonly { format: string; label: string }[];
  hrefOf: (format: string) => string;
}

export function ExportLinks({ label, formats, hrefOf }: ExportLinksProps) {
  return (
    <Menu>
      <Menu.Target>
        <Button>Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{label}</Menu.Label>
        {formats.map(({ format, label: name }) => (
          <Menu.Item key={format} component="a" href={hrefOf(format)} download>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

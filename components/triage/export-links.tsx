"use client";
// All rings that the filter keeps, as a file made on the server.
import { Button, Menu } from "@mantine/core";
import { EXPORT_FORMATS } from "../dark-rings/export-menu";

export function ExportLinks({ hrefOf }: { hrefOf: (format: string) => string }) {
  return (
    <Menu>
      <Menu.Target>
        <Button>Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>all rings that the filter keeps</Menu.Label>
        {EXPORT_FORMATS.map(({ format, label }) => (
          <Menu.Item key={format} component="a" href={hrefOf(format)} download>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

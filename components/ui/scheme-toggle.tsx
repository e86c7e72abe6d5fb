"use client";
// Light, dark, or as the system: one button that goes round.
import { ActionIcon, useMantineColorScheme } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import { IconBrightness, IconMoon, IconSun } from "@tabler/icons-react";

const NEXT = { auto: "light", light: "dark", dark: "auto" } as const;
const WORDS = { auto: "as the system", light: "light", dark: "dark" } as const;
const ICONS = { auto: IconBrightness, light: IconSun, dark: IconMoon } as const;

export function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isMounted = useMounted();
  const current = isMounted ? colorScheme : "auto";
  const Icon = ICONS[current];
  const label = `Colours: ${WORDS[current]}`;
  return (
    <ActionIcon aria-label={label} title={label} onClick={() => setColorScheme(NEXT[current])}>
      <Icon size={18} stroke={1.6} aria-hidden />
    </ActionIcon>
  );
}

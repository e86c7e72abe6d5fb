"use client";
// The rail: the rooms of the panel. Icons; with labels from 1600 px on.
import {
  IconAdjustments,
  IconCircleDotted,
  IconContrast2,
  IconFolder,
  IconHome,
  IconPhoto,
  IconPlayerPlay,
  IconTable,
} from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ComponentType } from "react";
import styles from "./shell.module.css";

interface Room {
  href: string;
  /** pages of the room under another address */
  also?: string;
  label: string;
  Icon: ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: boolean }>;
}

const ROOMS: Room[] = [
  { href: "/", label: "Overview", Icon: IconHome },
  { href: "/exposures", label: "Exposures", Icon: IconTable },
  { href: "/images", label: "Images", Icon: IconPhoto },
  { href: "/dark-rings", label: "Dark rings", Icon: IconCircleDotted },
  { href: "/difference", also: "/candidates", label: "Difference", Icon: IconContrast2 },
  { href: "/runs", label: "Runs", Icon: IconPlayerPlay },
  { href: "/mounts", label: "Mounts", Icon: IconFolder },
  { href: "/settings", label: "Settings", Icon: IconAdjustments },
];

function isHere(pathname: string, href: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}

export function Rail() {
  const pathname = usePathname();
  return (
    <nav className={styles.rail} aria-label="Rooms">
      {ROOMS.map(({ href, also, label, Icon }) => (
        <Link
          key={href}
          href={href}
          className={styles.room}
          title={label}
          aria-label={label}
          aria-current={isHere(pathname, href) || (also && isHere(pathname, also)) ? "page" : undefined}
        >
          <Icon size={18} stroke={1.6} aria-hidden />
          <span className={styles.roomLabel}>{label}</span>
        </Link>
      ))}
    </nav>
  );
}

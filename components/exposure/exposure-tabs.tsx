// The tabs of an exposure, as links: a tab is an address.
import Link from "next/link";
import type { ReactNode } from "react";
import styles from "./exposure.module.css";

export interface Tab {
  id: string;
  label: string;
  href: string;
}

export interface ExposureTabsProps {
  tabs: readonly Tab[];
  current: string;
  label: string;
  /** facts of the exposure, on the right */
  children?: ReactNode;
}

export function ExposureTabs({ tabs, current, label, children }: ExposureTabsProps) {
  return (
    <div className={styles.tabs}>
      <nav aria-label={label}>
        {tabs.map((tab) => (
          <Link key={tab.id} href={tab.href} aria-current={tab.id === current ? "page" : undefined} scroll={false}>
            {tab.label}
          </Link>
        ))}
      </nav>
      {children}
    </div>
  );
}

// The numbers at the head of the overview; each leads to what it counts.
import Link from "next/link";
import type { OverviewNumbers as Counts } from "@/lib/queries/overview";
import { formatCount } from "../ui/format";
import { type Status, StatusMark } from "../ui/status-mark";
import styles from "./overview.module.css";

interface Item {
  name: string;
  count: number;
  href: string;
  status?: Status;
}

function itemsOf(numbers: Counts): Item[] {
  return [
    { name: "exposures", count: numbers.exposures, href: "/exposures" },
    { name: "detector images", count: numbers.detectorImages, href: "/exposures?sort=detectors" },
    { name: "exposures measured", count: numbers.measuredExposures, href: "/exposures?status=pass" },
    { name: "dark rings in all runs", count: numbers.rings, href: "/dark-rings" },
    { name: "verdicts", count: numbers.verdicts, href: "/dark-rings?verdict=any" },
    { name: "mounts", count: numbers.mounts, href: "/mounts" },
    {
      name: "files to look at",
      count: numbers.troubledFiles,
      href: "/mounts?state=troubled",
      status: numbers.troubledFiles > 0 ? "warn" : undefined,
    },
  ];
}

export function OverviewNumbers({ numbers }: { numbers: Counts }) {
  return (
    <dl className={styles.numbers}>
      {itemsOf(numbers).map(({ name, count, href, status }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Link href={href}>
              {status ? <StatusMark status={status} word="needs a look" /> : null}
              {formatCount(count)}
            </Link>
          </dd>
        </div>
      ))}
    </dl>
  );
}

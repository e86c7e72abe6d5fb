// The calendar: a strip a month, a square a day, shade = exposures, corner = worst status.
import Link from "next/link";
import { formatDay } from "../ui/format";
import styles from "./calendar.module.css";

export interface CalendarDay {
  /** YYYYMMDD */
  day: number;
  count: number;
  measured: number;
  failing: number;
}

export interface CalendarProps {
  days: readonly CalendarDay[];
  /** the day shown; null: all */
  current: number | null;
  hrefOf: (day: number) => string;
}

/** YYYYMM of the days, newest first. */
export function monthsOf(days: readonly CalendarDay[]): number[] {
  return [...new Set(days.map(({ day }) => Math.floor(day / 100)))].sort((a, b) => b - a);
}

function daysInMonth(month: number): number {
  return new Date(Date.UTC(Math.floor(month / 100), month % 100, 0)).getUTCDate();
}

/** Four shades on a logarithmic scale of the busiest day. */
export function shadeOf(count: number, most: number): number {
  if (count === 0) return 0;
  return Math.max(1, Math.ceil((4 * Math.log(count + 1)) / Math.log(most + 1)));
}

function daySummary(day: number, found: CalendarDay | undefined): string {
  if (!found) return `${formatDay(day)}: no exposures`;
  const failing = found.failing > 0 ? `, ■ ${found.failing} with failures` : "";
  return `${formatDay(day)}: ${found.count} exposures, ${found.measured} measured${failing}`;
}

function corner(found: CalendarDay): string | undefined {
  if (found.failing > 0) return "fail";
  return found.measured === found.count ? "pass" : undefined;
}

export function Calendar({ days, current, hrefOf }: CalendarProps) {
  const byDay = new Map(days.map((entry) => [entry.day, entry]));
  const most = Math.max(1, ...days.map(({ count }) => count));
  return (
    <nav className={styles.calendar} aria-label="Calendar">
      {monthsOf(days).map((month) => (
        <div key={month} className={styles.month}>
          <Link href={hrefOf(month)} className={styles.name} aria-current={current === month ? "true" : undefined}>
            {Math.floor(month / 100)}-{String(month % 100).padStart(2, "0")}
          </Link>
          {Array.from({ length: daysInMonth(month) }, (_, index) => {
            const day = month * 100 + index + 1;
            const found = byDay.get(day);
            const summary = daySummary(day, found);
            if (!found) return <span key={day} className={styles.day} title={summary} />;
            return (
              <Link
                key={day}
                href={hrefOf(day)}
                className={styles.day}
                data-shade={shadeOf(found.count, most)}
                data-corner={corner(found)}
                aria-current={current === day ? "date" : undefined}
                aria-label={summary}
                title={summary}
                prefetch={false}
              />
            );
          })}
        </div>
      ))}
    </nav>
  );
}

import { database } from "@/lib/database/client";

export interface MountSummary {
  id: number;
  name: string;
  root: string;
  kind: string;
  scanState: string;
  scanNote: string | null;
  scannedAt: Date | null;
}

/**
 * The mounts that are in use.
 *
 * @returns in the order in which they were added
 */
export async function listMounts(): Promise<MountSummary[]> {
  return database().mount.findMany({
    where: { removedAt: null },
    select: { id: true, name: true, root: true, kind: true, scanState: true, scanNote: true, scannedAt: true },
    orderBy: { id: "asc" },
  });
}

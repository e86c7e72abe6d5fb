// Writes what happens to a mount as a whole: the state of its scan, and its end.

import type { PoolClient } from "pg";

/**
 * State of the scan itself, shown on the Mounts page.
 *
 * @param client connection or pool
 * @param mountId the mount
 * @param state scanning, idle (ended) or failed
 * @param note progress, or why it failed
 */
export async function saveScanState(
  client: Pick<PoolClient, "query">,
  mountId: number,
  state: "scanning" | "idle" | "failed",
  note: string | null,
): Promise<void> {
  await client.query(
    `UPDATE mount SET scan_state = $2, scan_note = $3, scanned_at = CASE WHEN $2 = 'idle' THEN now() ELSE scanned_at END
     WHERE id = $1`,
    [mountId, state, note],
  );
}

/**
 * Take a mount away: its files and images count as vanished, and exposures go that nobody has measured or judged and
 * that no other mount has. Adding the folder again and scanning it brings all of it back.
 *
 * @param client connection that holds the transaction
 * @param mountId the mount
 */
export async function saveMountRemoved(client: PoolClient, mountId: number): Promise<void> {
  await client.query("UPDATE mount SET removed_at = now() WHERE id = $1", [mountId]);
  await client.query("UPDATE mounted_file SET state = 'vanished', reason = NULL WHERE mount_id = $1", [mountId]);
  await client.query(
    `UPDATE detector_image i SET state = 'vanished' FROM mounted_file f WHERE f.id = i.file_id AND f.mount_id = $1`,
    [mountId],
  );
  await client.query(
    `DELETE FROM exposure e WHERE EXISTS (
         SELECT 1 FROM detector_image i JOIN mounted_file f ON f.id = i.file_id
         WHERE i.instrument = e.instrument AND i.exposure_id = e.exposure_id AND f.mount_id = $1)
       AND NOT EXISTS (SELECT 1 FROM detector_image i
         WHERE i.instrument = e.instrument AND i.exposure_id = e.exposure_id AND i.state <> 'vanished')
       AND NOT EXISTS (SELECT 1 FROM task t WHERE t.instrument = e.instrument AND t.exposure_id = e.exposure_id)
       AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.instrument = e.instrument AND v.exposure_id = e.exposure_id)`,
    [mountId],
  );
}

/** Key of the lock that a scan holds, with the mount's id as the second half. */
const SCAN_LOCK = "hashtext('annulus scan')";

/**
 * Hold a mount for one scan; waits while another scan has it. The lock belongs to the connection, so that a killed
 * scan lets go of it.
 *
 * @param client connection that will hold the lock
 * @param mountId the mount
 */
export async function lockMountForScan(client: PoolClient, mountId: number): Promise<void> {
  await client.query(`SELECT pg_advisory_lock(${SCAN_LOCK}, $1)`, [mountId]);
}

/**
 * Let go of a mount.
 *
 * @param client connection that holds the lock
 * @param mountId the mount
 */
export async function unlockMount(client: PoolClient, mountId: number): Promise<void> {
  await client.query(`SELECT pg_advisory_unlock(${SCAN_LOCK}, $1)`, [mountId]);
}

/**
 * Scans that nobody works on any more, because their process was killed, are marked as failed.
 *
 * @param client connection or pool
 */
export async function saveInterruptedScans(client: Pick<PoolClient, "query">): Promise<void> {
  await client.query(
    `UPDATE mount SET scan_state = 'failed', scan_note = 'the scan was interrupted; scan again'
     WHERE scan_state = 'scanning' AND NOT EXISTS (
       SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND objid = mount.id::oid
         AND classid = (${SCAN_LOCK}::bigint & 4294967295)::oid)`,
  );
}

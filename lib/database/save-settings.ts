// Writes what people change on the Settings page, and the views they keep.
import { database } from "./client";

/**
 * Saves one setting; the newest value counts.
 *
 * @param name as in the Setting row
 * @param value text that its reader understands: parse it before it comes here
 */
export async function saveSetting(name: string, value: string): Promise<void> {
  await database().setting.upsert({ where: { name }, create: { name, value }, update: { value } });
}

/**
 * Takes a setting away; one that is not there stays away.
 *
 * @param name as in the Setting row
 */
export async function deleteSetting(name: string): Promise<void> {
  await database().setting.deleteMany({ where: { name } });
}

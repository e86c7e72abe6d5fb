// What requests for one state of an image have in common.
import { z } from "zod";

export const sourceSchema = z.string().min(1).max(300);
export const keySchema = z.string().regex(/^[0-9a-f]{32}$/);

import { z } from "zod";

/** The words for a ring's shape, as rows hold them; null in reference mode. */
export const morphologySchema = z.enum(["blob", "ring", "other"]).nullable();

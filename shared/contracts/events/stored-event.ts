import * as z from "zod";
import { sha256 } from "#shared/kernel/digest.ts";
import type { Json } from "#shared/kernel/json.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";

const json: z.ZodType<Json> = z.json();

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform(sha256);

/** An event of an aggregate, as stored, as on the bus (`detail`) and as in an audit export. */
export const StoredEvent: z.ZodType<ChainedEvent> = z.strictObject({
  type: z.string().min(1),
  by: z.string().min(1),
  data: z.record(z.string(), json),
  aggregate: z.strictObject({ kind: z.string().min(1), id: z.string().min(1) }),
  sequence: z.int().positive(),
  at: z.int().transform(epochMillis),
  previous: hash,
  hash,
});

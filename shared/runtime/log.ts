import type { JsonObject } from "#shared/kernel/json.ts";

/**
 * Structured log lines. Fields hold ids, states and numbers: no personal data beyond ids, no secrets,
 * no free text of people.
 */
export interface Log {
  info(message: string, fields?: JsonObject): void;
  warn(message: string, fields?: JsonObject): void;
  error(message: string, fields?: JsonObject): void;
}

/** An error as log fields. The message may name ids, never contents. */
export const faultFields = (fault: unknown): JsonObject =>
  fault instanceof Error
    ? { fault: fault.name, message: fault.message, stack: fault.stack ?? "" }
    : { fault: typeof fault, message: String(fault) };

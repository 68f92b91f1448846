import * as z from "zod";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { StoredSeal } from "#shared/contracts/stored/seal.ts";

const hour = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d$/, 'write an hour in UTC, such as "2026-11-23T09"')
  .refine((text) => !Number.isNaN(Date.parse(`${text}:00:00Z`)), "there is no such hour");

/** Every event of one hour; `next` is the next hour to ask for, absent when that is not over or begun. */
export const listAuditEvents = {
  method: "GET",
  path: "/v1/audit/events",
  operation: "listAuditEvents",
  summary: "Read the audit log hour by hour, from its first event on",
  roles: ["auditor", "security"],
  query: z.strictObject({ hour: hour.optional() }),
  answers: { 200: z.strictObject({ events: z.array(StoredEvent), next: hour.optional() }).meta({ id: "AuditEvents" }) },
} as const satisfies RouteContract;

export const listAuditSeals = {
  method: "GET",
  path: "/v1/audit/seals",
  operation: "listAuditSeals",
  summary: "Read the seals over the audit log",
  roles: ["auditor", "security"],
  query: z.strictObject({ since: z.iso.datetime().optional() }),
  answers: { 200: z.strictObject({ seals: z.array(StoredSeal) }).meta({ id: "AuditSeals" }) },
} as const satisfies RouteContract;

import * as z from "zod";
import type { Seal } from "#shared/audit/seal.ts";
import { nameOf, type Verification, verifyExport } from "#shared/audit/verify-export.ts";
import { altered, type Broken, jsonOf, readLines } from "#shared/contracts/audit-lines.ts";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import { StoredSeal } from "#shared/contracts/stored/seal.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import { canonicalJson, type JsonObject } from "#shared/kernel/json.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";

/** The files of an audit export, by name. */
export type AuditFiles = {
  readonly "events.ndjson": string;
  readonly "seals.ndjson": string;
  readonly "manifest.json": string;
};

const Manifest = z.strictObject({
  format: z.literal("tollgate/audit-export/1"),
  events: z.strictObject({ count: z.int(), sha256: z.string() }),
  seals: z.strictObject({ count: z.int(), sha256: z.string() }),
  lastSeal: z.string(),
  /** The newest event of every chain that goes beyond the seals: nothing else would miss it. */
  heads: z.array(z.strictObject({ event: z.string(), hash: z.string() })),
  /** Digest of the manifest without this field. */
  self: z.string(),
});

/** Writes an export: one canonical JSON a line, and a manifest over both files. Same input, same bytes. */
export function writeAuditExport(events: readonly ChainedEvent[], seals: readonly Seal[], digest: Digest): AuditFiles {
  const eventLines = linesOf(events);
  const sealLines = linesOf(seals);
  const unsigned = {
    format: "tollgate/audit-export/1",
    events: { count: events.length, sha256: digest(eventLines) },
    seals: { count: seals.length, sha256: digest(sealLines) },
    lastSeal: seals.at(-1)?.hash ?? "",
    heads: openHeads(events, seals),
  };
  const manifest = { ...unsigned, self: digest(canonicalJson(unsigned)) };
  return { "events.ndjson": eventLines, "seals.ndjson": sealLines, "manifest.json": `${canonicalJson(manifest)}\n` };
}

type Heads = z.infer<typeof Manifest>["heads"];

/** In the order in which their chains begin. */
function openHeads(events: readonly ChainedEvent[], seals: readonly Seal[]): Heads {
  const sealed = new Set(seals.flatMap(({ leaves }) => leaves));
  const heads = new Map<string, ChainedEvent>();
  for (const event of events) heads.set(`${event.aggregate.kind}#${event.aggregate.id}`, event);
  return [...heads.values()]
    .filter(({ hash }) => !sealed.has(hash))
    .map((event) => ({ event: nameOf(event), hash: event.hash }));
}

const linesOf = (values: readonly object[]): string =>
  values.map((value) => `${canonicalJson(value as JsonObject)}\n`).join("");

/**
 * Verifies an export from its files alone. Content is judged first, so that the answer names the
 * event; then the bytes, so that not even white space can change unnoticed.
 */
export function verifyAuditFiles(files: AuditFiles, digest: Digest): Verification {
  const events = readLines(files["events.ndjson"], StoredEvent, { file: "events.ndjson" });
  if ("intact" in events) return events;
  const seals = readLines(files["seals.ndjson"], StoredSeal, { file: "seals.ndjson" });
  if ("intact" in seals) return seals;
  const verified = verifyExport(events.values, seals.values, digest);
  if (!verified.intact) return verified;
  const written = writeAuditExport(events.values, seals.values, digest);
  const differing = (["events.ndjson", "seals.ndjson", "manifest.json"] as const).find(
    (name) => written[name] !== files[name],
  );
  if (differing === undefined) return verified;
  const heads = wholeManifest(files, digest)?.heads;
  const fault = heads === undefined ? undefined : headFault(files, heads, openHeads(events.values, seals.values));
  if (fault !== undefined) return fault;
  if (differing === "manifest.json") return altered(differing, manifestFault(files));
  return altered(
    firstDiffering(differing, files[differing], written[differing]),
    "its bytes are not as they were written",
  );
}

/** An event at the end of its chain and beyond the seals is held by the manifest alone, so that one names it. */
function headFault(files: AuditFiles, heads: Heads, found: Heads): Broken | undefined {
  const missing = heads.find(({ hash }) => !found.some((head) => head.hash === hash));
  // A head that is gone leaves the one before it at the end; a head too many hides the one before it.
  const strange = found.find(({ hash }) => !heads.some((head) => head.hash === hash));
  if (missing !== undefined && !files["events.ndjson"].includes(`"${missing.hash}"`))
    return { intact: false, what: "dropped", where: missing.event, why: "the manifest names it, and it is not there" };
  if (strange === undefined) return undefined;
  return { intact: false, what: "inserted", where: strange.event, why: "the manifest does not name it" };
}

/** The manifest where it is as it was written: from one that was altered nothing follows for the events. */
function wholeManifest(files: AuditFiles, digest: Digest): z.infer<typeof Manifest> | undefined {
  const parsed = Manifest.safeParse(jsonOf(files["manifest.json"]));
  if (!parsed.success) return undefined;
  const { self, ...unsigned } = parsed.data;
  return digest(canonicalJson(unsigned)) === self ? parsed.data : undefined;
}

/** The line of a file that says the same in other bytes: white space, another order, a name that stands twice. */
function firstDiffering(name: string, found: string, written: string): string {
  const lines = found.split("\n");
  return `${name} line ${written.split("\n").findIndex((line, at) => line !== lines[at]) + 1}`;
}

function manifestFault(files: AuditFiles): string {
  const parsed = Manifest.safeParse(jsonOf(files["manifest.json"]));
  if (!parsed.success) return "it is no manifest of an export";
  return `it does not match the files beside it: it names ${parsed.data.events.count} events and ${parsed.data.seals.count} seals`;
}

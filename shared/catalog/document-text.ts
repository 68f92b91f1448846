import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { Digest, Sha256 } from "#shared/kernel/digest.ts";
import { canonicalJson, type Json, type JsonObject } from "#shared/kernel/json.ts";
import { attos } from "#shared/kernel/money.ts";

/** A document as JSON: money, which JSON cannot hold exactly, is `{"attos":"…"}`. */
export function documentJson(document: GovernanceDocument): JsonObject {
  return jsonOf(document) as JsonObject;
}

/** The way back from {@link documentJson}. The JSON must have been made by it: nothing is checked here. */
export const documentFromJson = (json: JsonObject): GovernanceDocument => revived(json) as GovernanceDocument;

/** What a decision pins: the content alone, whether the team was written or came from the folder. */
export function documentHash(document: GovernanceDocument, digest: Digest): Sha256 {
  const { teamFrom: _, ...content } = documentJson(document);
  return digest(canonicalJson(content));
}

function jsonOf(value: unknown): Json {
  if (typeof value === "bigint") return { attos: value.toString() };
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== "object" || value === null) return value as Json;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, jsonOf(member)]));
}

/** Only the `money` of an amount is revived: a note `attos: "12"` is a note. */
function revived(value: Json, under = ""): unknown {
  if (Array.isArray(value)) return value.map((each) => revived(each));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as JsonObject);
  const money = under === "money" && entries.length === 1 ? (value as JsonObject)["attos"] : undefined;
  if (typeof money === "string" && /^-?\d+$/.test(money)) return attos(BigInt(money));
  return Object.fromEntries(entries.map(([key, member]) => [key, revived(member, key)]));
}

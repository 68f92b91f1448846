import { DOCUMENT_KINDS } from "#shared/catalog/documents/document.ts";
import { KINDS } from "#shared/contracts/documents/kinds.ts";
import type { JsonObject } from "#shared/kernel/json.ts";

/**
 * One JSON Schema (draft 7, which every editor knows) of all kinds, for completion and first errors.
 *
 * `if kind … then`, not `oneOf`: an editor then names the field that is wrong, not the kinds that are not
 * meant. It is looser than the reader, which has the last word.
 */
export function jsonSchema(): JsonObject {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "https://tollgate.dev/schema/governance.json",
    title: "A document of a Tollgate governance repository",
    type: "object",
    required: ["kind", "id"],
    properties: {
      kind: { enum: [...DOCUMENT_KINDS, "Calendar"], title: "What the document is", examples: ["Dataset"] },
      id: { type: ["string", "number"], title: "What the document is known by, for ever", examples: ["sales.orders"] },
    },
    allOf: DOCUMENT_KINDS.map((kind) => ({
      if: { properties: { kind: { const: kind } }, required: ["kind"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: KINDS[kind].schema,
    })),
  };
}

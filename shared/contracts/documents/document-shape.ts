import type { DocumentKind } from "#shared/catalog/documents/document.ts";
import { mapOf, oneOrMore } from "#shared/contracts/documents/collections.ts";
import { id, reference } from "#shared/contracts/documents/names.ts";
import { type Fields, optional, type RecordOf, record, required } from "#shared/contracts/documents/record.ts";
import { mapped, type Shape } from "#shared/contracts/documents/shape.ts";
import { freeText, value, word } from "#shared/contracts/documents/words.ts";

/** The id of a team, wherever one is named. */
const teamId: Shape<string> = reference("a team", "orders");

const shared = {
  $schema: optional(freeText(), "For editors; ignored", "tollgate.schema.json"),
  id: required(id, "What the document is known by, for ever: unique per kind, never reused", "sales.orders"),
  title: optional(freeText({ longest: 200 }), "A name for people", "Customer orders, one row per order line"),
  formerly: optional(oneOrMore(id), "Ids it had before: history, grants, spend and findings follow", ["fulfilment"]),
  annotations: optional(
    mapOf({ key: value, value: freeText({ empty: "allowed" }), pointsAt: "value" }),
    "Notes of other tools: kept, exported, read by no rule",
    { "datacontract.com/id": "urn:orders" },
  ),
};

const team = { team: optional(teamId, "The owning team; else the one Team of the folder", "orders") };

type Shared<Kind extends string> = typeof shared & typeof team & { readonly kind: ReturnType<typeof kindField<Kind>> };

const kindField = <Kind extends string>(kind: Kind) =>
  required(word([kind], "unknown-kind"), "What the document is", kind);

/** What a document of these fields answers. */
export type Written<Kind extends string, Own extends Fields> = Omit<RecordOf<Shared<Kind> & Own>, "$schema">;

/** A document of one kind: what every document has, and its own fields. */
export function documentShape<Kind extends DocumentKind, Own extends Fields>(
  kind: Kind,
  own: Own,
): Shape<Written<Kind, Own>> {
  const fields = { kind: kindField(kind), ...shared, ...team, ...own };
  const article = /^[AE]/.test(kind) ? "an" : "a";
  const whole = record(fields, { thing: `${article} ${kind}`, partly: true });
  return mapped(whole, (written) => {
    const { $schema: _, ...rest } = written as RecordOf<Shared<Kind> & Own> & { readonly $schema?: string };
    return rest as Written<Kind, Own>;
  });
}

import { expect, test } from "vitest";
import { heldEffect } from "#shared/catalog/held-effect.ts";
import type { HeldChange } from "#shared/catalog/proposal.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { ledger, saltmarsh, saltmarshWith } from "#test/support/catalog/saltmarsh.ts";

const beside = {
  catalog: catalogOf(saltmarsh),
  documents: saltmarshWith({ ...ledger, classification: "internal" }),
};

const held: HeldChange = {
  kind: "Dataset",
  id: "finance.ledger",
  replaces: "finance.ledger",
  removes: false,
  because: ["classification confidential → internal"],
  target: { kind: "dataset", id: "finance.ledger" },
  decisions: [],
  votes: [],
  state: "pending",
};

const { replaces: _, ...added } = held;

test.each([
  {
    because: "a reason that the values tell is not told twice",
    change: held,
    says: "Once it is approved: Dataset finance.ledger: classification confidential → internal",
  },
  {
    because: "one that they do not is",
    change: { ...held, because: ["it changes hands"] },
    says: "Once it is approved: Dataset finance.ledger: classification confidential → internal (it changes hands)",
  },
  {
    because: "a document that goes",
    change: { ...held, removes: true, because: [] },
    says: "Once it is approved: Dataset finance.ledger is removed",
  },
  {
    because: "one that comes",
    change: { ...added, because: [] },
    says: "Once it is approved: Dataset finance.ledger is added",
  },
  {
    because: "one whose values are as they would be by now",
    change: { ...held, id: "sales.orders", replaces: "sales.orders", because: [] },
    says: "Once it is approved: Dataset sales.orders changes",
  },
])("$says: $because", ({ change, says }) => {
  expect(heldEffect(change, beside).sentence).toBe(says);
});

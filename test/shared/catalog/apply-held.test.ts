import { describe, expect, test } from "vitest";
import { applyHeld } from "#shared/catalog/apply-held.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { HeldChange } from "#shared/catalog/proposal.ts";
import { sha256 } from "#shared/kernel/digest.ts";
import { groupName } from "#shared/kernel/ids.ts";
import { catalogOf, digest } from "#test/support/catalog/resolved.ts";
import { ledger, orderEvents, saltmarsh, team } from "#test/support/catalog/saltmarsh.ts";

const current = catalogOf(saltmarsh);

const held = (kind: HeldChange["kind"], id: string, rest: Partial<HeldChange> = {}): HeldChange => ({
  kind,
  id,
  removes: false,
  because: ["it loosens"],
  target: { kind: "team", id: "finance" },
  decisions: [],
  votes: [],
  state: "approved",
  ...rest,
});

const ofLedger = (rest: Partial<HeldChange> = {}): HeldChange => {
  const was = current.pins.get("Dataset:finance.ledger")?.hash;
  return held("Dataset", "finance.ledger", {
    replaces: "finance.ledger",
    ...(was === undefined ? {} : { was }),
    ...rest,
  });
};

const apply = (changes: readonly HeldChange[], ...documents: readonly GovernanceDocument[]) =>
  applyHeld(current, { held: changes, documents }, digest);

const states = ({ held: after }: ReturnType<typeof apply>) => after.map(({ state }) => state);

describe("applying what was held", () => {
  test("an approved change is in the next catalogue", () => {
    const result = apply([ofLedger()], { ...ledger, title: "New" });
    expect(result.next?.revision).toBe(2);
    expect(result.next?.datasets.get("finance.ledger")?.title).toBe("New");
    expect(states(result)).toEqual(["applied"]);
  });

  test("nothing is applied that is not approved", () => {
    expect(apply([ofLedger({ state: "pending" })], ledger).next).toBeUndefined();
    expect(apply([ofLedger({ state: "rejected" })], ledger).next).toBeUndefined();
    expect(apply([ofLedger({ state: "waiting" })], ledger).next).toBeUndefined();
  });

  test("a change of a document that is another by now lapses", () => {
    expect(states(apply([ofLedger({ was: sha256("0".repeat(64)) })], ledger))).toEqual(["lapsed"]);
    const gone = held("Dataset", "sales.gone", { replaces: "sales.gone", was: sha256("1".repeat(64)) });
    expect(states(apply([gone], ledger))).toEqual(["lapsed"]);
    expect(states(apply([held("Dataset", "finance.ledger")], ledger))).toEqual(["lapsed"]);
  });

  test("a removal removes, unless somebody names it", () => {
    const was = current.pins.get("Dataset:sales.order-events")?.hash;
    const removal = held("Dataset", "sales.order-events", {
      replaces: "sales.order-events",
      removes: true,
      ...(was && { was }),
    });
    expect(apply([removal]).next).toBeUndefined();
    expect(states(apply([removal]))).toEqual(["approved"]);
  });

  test("a rename takes the old one's place", () => {
    const renamed = ofLedger({ id: "finance.book" });
    const workload = current.documents.find(({ id }) => id === "finance-close");
    expect(workload).toBeDefined();
    const { next } = apply([renamed], { ...ledger, id: "finance.book", formerly: ["finance.ledger"] });
    expect(next?.datasets.has("finance.ledger")).toBe(false);
    expect(next?.workloads.get("finance-close")?.writes).toEqual(["finance.book"]);
  });

  test("what cannot stand yet stays, and does not keep the rest back", () => {
    const returns = { ...team("returns", "finance-analysts", "finance-data-owners"), lead: [groupName("nobody-yet")] };
    const dataset = { ...orderEvents, id: "sales.returns", team: "returns", at: {} };
    const waiting = [
      held("Team", "returns", { state: "waiting" }),
      held("Dataset", "sales.returns", { state: "waiting" }),
    ];
    const result = apply([ofLedger(), ...waiting], { ...ledger, title: "New" }, returns, dataset);
    expect(states(result)).toEqual(["applied", "waiting", "waiting"]);
    expect(result.next?.teams.has("returns")).toBe(false);
  });
});

import { expect, test } from "vitest";
import type { TaggingPolicy } from "#shared/catalog/documents/policy.ts";
import type { Selector } from "#shared/catalog/documents/selector.ts";
import { accountNumber, arn } from "#shared/kernel/ids.ts";
import { type Millis, millis, minutes, seconds } from "#shared/kernel/time.ts";
import { compileSettle } from "#shared/policy/enforce/settling-time.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { saltmarsh } from "#test/support/catalog/saltmarsh.ts";

const policy = (id: string, scope: Selector, trigger: TaggingPolicy["trigger"]): TaggingPolicy => ({
  kind: "Policy",
  id,
  team: "platform",
  type: "tagging",
  mode: "notify",
  severity: "medium",
  trigger,
  scope,
  tagging: { tags: { Environment: { required: true, refersTo: "environment", inherit: ["account"] } } },
});

const letting = (scope: Selector, settle: Millis = seconds(90)) =>
  policy("letting", scope, { events: true, sweep: minutes(360), settle });

const AT_ONCE = policy("at-once", [{ type: ["s3.*"] }], { events: true, sweep: minutes(360) });

const BUCKET = {
  arn: arn("arn:aws:s3:::orders-new"),
  type: "s3.bucket",
  account: accountNumber("111122223333"),
  region: "eu-west-1",
};

const settleOf = (policies: readonly TaggingPolicy[], resource = BUCKET): Millis =>
  compileSettle(catalogOf([...saltmarsh, ...policies]))(resource);

test.each<{ because: string; scope: Selector; waits: number }>([
  { because: "it is about all buckets", scope: [{ type: ["s3.bucket"] }], waits: 90_000 },
  { because: "it is about the account", scope: [{ account: ["data-prod"] }], waits: 90_000 },
  { because: "it is about what lies around the account", scope: [{ ou: ["/Data"] }], waits: 90_000 },
  { because: "it is about the account's environment", scope: [{ environment: ["prod"] }], waits: 90_000 },
  { because: "one of two scopes is about it", scope: [{ type: ["rds.*"] }, { region: ["eu-*"] }], waits: 90_000 },
  { because: "its tags are not known yet", scope: [{ tag: { Workload: ["orders-etl"] } }], waits: 90_000 },
  { because: "what it holds is not known yet", scope: [{ classification: ["restricted"] }], waits: 90_000 },
  { because: "an exception may not be about it", scope: [{ except: [{ tag: { Wait: ["no"] } }] }], waits: 90_000 },
  { because: "it is about another type", scope: [{ type: ["logs.*"] }], waits: 0 },
  { because: "it is about another account", scope: [{ account: ["data-dev"] }], waits: 0 },
  { because: "it is about another part of the company", scope: [{ ou: ["/Data/Dev"] }], waits: 0 },
  { because: "it is about another environment", scope: [{ environment: ["dev"] }], waits: 0 },
  { because: "it is about another region", scope: [{ region: ["us-*"] }], waits: 0 },
  { because: "it leaves it out", scope: [{ except: [{ arn: ["arn:aws:s3:::orders-*"] }] }], waits: 0 },
  { because: "another key is not, whatever its tags", scope: [{ type: ["rds.*"], tag: { A: ["b"] } }], waits: 0 },
])("beside a policy that lets nothing settle, $waits ms for one of 90 s: $because", ({ scope, waits }) => {
  expect(settleOf([AT_ONCE, letting(scope)])).toBe(waits);
});

test("the longest of those about it counts, and one that only sweeps does not", () => {
  const everything = [{}];
  const sweeping = policy("sweeping", everything, { events: false, sweep: minutes(60), settle: minutes(5) });
  expect(settleOf([letting(everything, seconds(5)), { ...letting(everything), id: "longer" }, sweeping])).toBe(90_000);
  expect(settleOf([sweeping])).toBe(0);
});

test("an account that no document names is in no scope that asks for one", () => {
  const strange = { ...BUCKET, account: accountNumber("999999999999") };
  expect(settleOf([letting([{ ou: ["/Data"] }])], strange)).toBe(0);
  expect(settleOf([letting([{ type: ["s3.bucket"] }])], strange)).toBe(90_000);
});

test("with no policy at all nothing settles", () => {
  expect(settleOf([])).toBe(millis(0));
});

import { addAmounts, amountsJson, NO_AMOUNTS, sumAmounts } from "#shared/cost/amounts.ts";
import { type Amounts, bearerKey, type LedgerLine } from "#shared/cost/ledger.ts";
import { groupBy } from "#shared/cost/report/borne.ts";
import { splitAmounts } from "#shared/cost/split.ts";
import type { ProofStep, ReportProof } from "#shared/cost/verify/report-reader.ts";
import { expectMoney, expectText, type Notes } from "#shared/cost/verify/verify-finding.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import { canonicalJson } from "#shared/kernel/json.ts";
import { subtractMoney, ZERO } from "#shared/kernel/money.ts";

const FILE = "manifest.json";
const COLUMNS = ["billed", "effective", "list", "contracted"] as const;

/**
 * The splits, done again: every pool's amount from the ledger, every part from the weights that the manifest
 * names, and the hashes over them. Answers what each bearer bears afterwards, by key.
 */
export function checkProof(
  proof: ReportProof,
  { lines, digest }: { lines: readonly LedgerLine[]; digest: Digest },
  to: Notes,
): ReadonlyMap<string, Amounts> {
  const borne = new Map<string, Amounts>();
  for (const [key, members] of groupBy(lines, ({ bearer }) => bearerKey(bearer))) {
    borne.set(key, sumAmounts(members.map(({ amounts }) => amounts)));
  }
  const before = sumAmounts(borne.values());
  for (const step of proof.steps) checkStep(step, { pool: borne.get(step.from) ?? NO_AMOUNTS, digest }, to);
  for (const { from, portions } of proof.steps) {
    borne.delete(from);
    for (const { to: key, amounts } of portions) borne.set(key, addAmounts(borne.get(key) ?? NO_AMOUNTS, amounts));
  }
  expectAmounts(to, "proof/in", [proof.in, before]);
  expectAmounts(to, "proof/out", [proof.out, sumAmounts(borne.values())]);
  const hashed = { in: amountsJson(proof.in), out: amountsJson(proof.out), steps: proof.steps.map(({ hash }) => hash) };
  expectText(to, { file: FILE, figure: "proof/hash" }, [proof.hash, digest(canonicalJson(hashed))]);
  return borne;
}

function checkStep(step: ProofStep, { pool, digest }: { pool: Amounts; digest: Digest }, to: Notes): void {
  const at = `proof/${step.rule}`;
  expectAmounts(to, `${at}/in`, [step.in, pool]);
  expectAmounts(to, `${at}/out`, [step.out, sumAmounts(step.portions.map(({ amounts }) => amounts))]);
  expectAmounts(to, `${at}/out`, [step.out, step.in]);
  const again = splitAmounts(
    step.in,
    step.portions.map(({ weight }) => (/^\d{1,80}$/.test(weight) ? BigInt(weight) : 0n)),
  );
  step.portions.forEach(({ to: key, amounts }, index) => {
    expectAmounts(to, `${at}/${key}`, [amounts, again?.[index] ?? NO_AMOUNTS]);
  });
  const { hash, ...rest } = step;
  const hashed = {
    ...rest,
    in: amountsJson(step.in),
    portions: step.portions.map((portion) => ({ ...portion, amounts: amountsJson(portion.amounts) })),
    out: amountsJson(step.out),
  };
  expectText(to, { file: FILE, figure: `${at}/hash` }, [hash, digest(canonicalJson(hashed))]);
}

function expectAmounts(to: Notes, figure: string, [found, expected]: readonly [Amounts, Amounts]): void {
  const column = COLUMNS.find((each) => subtractMoney(found[each], expected[each]) !== ZERO) ?? "billed";
  expectMoney(to, { file: FILE, figure: `${figure}/${column}` }, [found[column], expected[column]]);
}

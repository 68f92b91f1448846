import { type AccessAsk, itemsOf, type UnknownItem } from "#shared/access/access-ask.ts";
import type { AccessRequest } from "#shared/access/access-request.ts";
import { type Assessment, assess } from "#shared/access/assess.ts";
import { type Facts, factsFor } from "#shared/access/facts.ts";
import { requestIdFrom } from "#shared/access/grant-names.ts";
import type { AccessStore, Governance, Held } from "#shared/access/ports.ts";
import { submitted } from "#shared/access/request-submit.ts";
import { Contention } from "#shared/kernel/contention.ts";
import type { Digest, Sha256 } from "#shared/kernel/digest.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import { canonicalJson, type Json } from "#shared/kernel/json.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";

export type SubmitDeps = {
  readonly store: AccessStore;
  readonly governance: Governance;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
};

export type Submit = {
  readonly ask: AccessAsk;
  /** The caller's own name for this wish: the same again is the same wish. */
  readonly key: string;
  /** What was sent with the key; the same key with another body is refused. */
  readonly body: Json | object;
  readonly notAfter?: EpochMillis;
};

export type Submitted = {
  readonly request: AccessRequest;
  readonly revision: number;
  /** False: this key had made it before. */
  readonly made: boolean;
  /** The company as it was checked, to show the request by; absent where nothing was written. */
  readonly company?: Facts;
};

export type NotSubmitted =
  | { readonly kind: "unknown-item"; readonly unknown: UnknownItem }
  /** A guardrail failed; the assessment has them all. */
  | { readonly kind: "refused"; readonly assessment: Assessment; readonly facts: Facts }
  | { readonly kind: "key-used"; readonly request: string };

const MOST_TRIES = 5;

/**
 * Ask for access. Checked by all guardrails, pinned to the decision rights of now, remembered under its
 * key: all in one transaction, on the catalogue and the person as they were checked.
 *
 * @throws Contention when the catalogue or a person's row moved under every try
 */
export async function submitRequest(submit: Submit, deps: SubmitDeps): Promise<Result<Submitted, NotSubmitted>> {
  const body = deps.digest(canonicalJson(submit.body));
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    // Looked at either way: the two are read by one call, and a key that was used before is the rare case.
    const [before, looked] = await Promise.all([answeredBefore(submit, body, deps.store), lookAt(submit.ask, deps)]);
    const answer = before ?? (await submitOnce({ ...submit, looked }, body, deps));
    if (answer !== undefined) return answer;
  }
  throw new Contention(`Cannot submit a request: what it rests on changed ${MOST_TRIES} times`);
}

type Answer = Result<Submitted, NotSubmitted>;

async function answeredBefore({ ask, key }: Submit, body: Sha256, store: AccessStore): Promise<Answer | undefined> {
  const before = await store.rememberedKey(ask.requester, key);
  if (before === undefined) return undefined;
  const stored = await store.request(before.request);
  if (before.body !== body || stored === undefined) return err({ kind: "key-used", request: before.request });
  return ok({ request: stored.value, revision: stored.revision, made: false });
}

/** One try; undefined when the key, the catalogue or the person's row moved between the check and the write. */
async function submitOnce(
  { looked, ...submit }: Submit & { readonly looked: Awaited<ReturnType<typeof lookAt>> },
  body: Sha256,
  deps: SubmitDeps,
): Promise<Answer | undefined> {
  const { ask, key } = submit;
  if (!looked.ok) return looked;
  const { assessment, facts, held } = looked.value;
  if (!assessment.pin.ok || isRefused(assessment)) return err({ kind: "refused", assessment, facts });
  const id = requestIdFrom(deps.ids.next("R"));
  const notAfter = submit.notAfter === undefined ? {} : { notAfter: submit.notAfter };
  const moved = submitted({ id, ask, assessment, pin: assessment.pin.value, now: facts.now, ...notAfter });
  const written = await deps.store.commit({
    requests: [{ stored: undefined, moved }],
    key: { person: ask.requester, key, body, request: id },
    held,
    unchanged: facts.witnesses,
  });
  return written ? ok({ request: moved.value, revision: 1, made: true, company: facts }) : undefined;
}

/** Whether any guardrail says no. */
export const isRefused = ({ checks }: Pick<Assessment, "checks">): boolean =>
  checks.some(({ result }) => result === "fail");

export type Looked = { readonly assessment: Assessment; readonly facts: Facts; readonly held: Held };

/** The assessment of an ask as things stand now; nothing is written. Also what a preview shows. */
export async function lookAt(
  ask: AccessAsk,
  deps: Pick<SubmitDeps, "store" | "governance" | "clock">,
): Promise<Result<Looked, Extract<NotSubmitted, { kind: "unknown-item" }>>> {
  const beneficiary = ask.beneficiary ?? ask.requester;
  const [facts, held] = await Promise.all([
    factsFor([ask.requester, beneficiary], deps),
    deps.store.heldBy(beneficiary),
  ]);
  const items = itemsOf(facts.catalog, ask.items);
  if (!items.ok) return err({ kind: "unknown-item", unknown: items.error });
  return ok({ assessment: assess({ ask, items: items.value, openGrants: held.grants }, facts), facts, held });
}

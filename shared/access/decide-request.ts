import type { AccessRequest, Limits, Outcome } from "#shared/access/access-request.ts";
import { type Facts, factsFor } from "#shared/access/facts.ts";
import type { AccessStore, Governance } from "#shared/access/ports.ts";
import { type NotTaken, takeWord } from "#shared/access/request-decide.ts";
import { askedNow } from "#shared/access/stages.ts";
import type { PersonId, RequestId } from "#shared/kernel/ids.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { Clock } from "#shared/kernel/time.ts";

export type DecideDeps = { readonly store: AccessStore; readonly governance: Governance; readonly clock: Clock };

export type DecideAsk = {
  readonly request: RequestId;
  /** The revision that the person looked at. Mandatory: a decision is about what was seen. */
  readonly revision: number;
  readonly person: PersonId;
  readonly outcome: Outcome;
  readonly note: string;
  readonly limits?: Limits;
};

export type NotDecided =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-pending"; readonly request: AccessRequest; readonly revision: number }
  /** Somebody changed it since the person looked. */
  | { readonly kind: "stale"; readonly request: AccessRequest; readonly revision: number }
  | { readonly kind: "not-taken"; readonly why: NotTaken; readonly needs: readonly PersonId[] };

/** The request with the word in it, and the company as it was when it was taken, to show it by. */
export type Taken = { readonly request: AccessRequest; readonly revision: number; readonly company: Facts };

/** Take one person's word, on exactly the revision that they saw. */
export async function decideRequest(ask: DecideAsk, deps: DecideDeps): Promise<Result<Taken, NotDecided>> {
  const [stored, facts] = await Promise.all([deps.store.request(ask.request), factsFor([ask.person], deps)]);
  if (stored === undefined) return err({ kind: "not-found" });
  const { value: request, revision } = stored;
  if (revision !== ask.revision) return err({ kind: "stale", request, revision });
  if (request.state !== "PENDING") return err({ kind: "not-pending", request, revision });
  const { request: _id, ...word } = ask;
  const taken = takeWord(request, { ...word, at: facts.now }, facts);
  if (!taken.ok) return err({ kind: "not-taken", why: taken.error, needs: askedNow(request, facts) });
  const written = await deps.store.commit({ requests: [{ stored, moved: taken.value }], unchanged: facts.witnesses });
  if (written) return ok({ request: taken.value.value, revision: revision + 1, company: facts });
  const now = await deps.store.request(ask.request);
  return err({ kind: "stale", request: now?.value ?? request, revision: now?.revision ?? revision });
}

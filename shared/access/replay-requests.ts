import type { AccessRequest, Item } from "#shared/access/access-request.ts";
import { assess } from "#shared/access/assess.ts";
import type { Facts } from "#shared/access/facts.ts";
import { itemsLeft } from "#shared/access/narrow.ts";
import { peopleInStage } from "#shared/access/stages.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { stageText } from "#shared/catalog/documents/who.ts";
import type { People } from "#shared/catalog/people.ts";
import type { Authors } from "#shared/catalog/rule-authors.ts";
import type { RequestId } from "#shared/kernel/ids.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** Who would have decided on one past request before a change and after it, each in words. */
export type DecidedOtherwise = { readonly id: RequestId; readonly from: string; readonly to: string };

export type Replay = {
  /** How many past requests were looked at. */
  readonly requests: number;
  readonly otherwise: readonly DecidedOtherwise[];
};

/** What is the same for both catalogues: nothing but the documents may make a difference. */
export type ReplayAround = {
  readonly people: People;
  readonly now: EpochMillis;
  /** Who wrote which revision; that of the next one is who plans it. */
  readonly authors: Authors;
};

/**
 * Asks every past request anew under the catalogue of now and under the next one, by the same assessment that a real
 * request goes through, and tells those that would be decided otherwise: by other people, by a rule
 * alone, or not at all. What the world was at their time plays no part, or it would be counted as well.
 *
 * It lies here and not in the hub: past requests are this spoke's, and the hub imports none. Pure.
 */
export function replayRequests(
  past: readonly AccessRequest[],
  [before, after]: readonly [Catalog, Catalog],
  around: ReplayAround,
): Replay {
  const then = replayer(before, around);
  const now = replayer(after, around);
  const otherwise = past.flatMap((request): readonly DecidedOtherwise[] => {
    const [from, to] = [then(request), now(request)];
    return from === to ? [] : [{ id: request.id, from, to }];
  });
  return { requests: past.length, otherwise };
}

/** Checks that are about the moment and not about the documents. */
const OF_THE_MOMENT: ReadonlySet<string> = new Set(["active", "concurrency", "size", "freeze"]);

function replayer(catalog: Catalog, { people, now, authors }: ReplayAround): (request: AccessRequest) => string {
  const facts: Facts = { now, catalog, people, authors, frozen: { frozen: false, because: "" }, witnesses: [] };
  return (request) => {
    const items = itemsLeft(request).map((item) => todaysItem(item, catalog));
    const { requester, beneficiary, duration, justification, ticket } = request;
    const ask = { requester, beneficiary, items, duration, justification, ...(ticket === undefined ? {} : { ticket }) };
    const { pin, checks } = assess({ ask, items, openGrants: [] }, facts);
    const failed = checks.find(({ check, result }) => result === "fail" && !OF_THE_MOMENT.has(check));
    if (!pin.ok) return `refused: ${pin.error.because}`;
    if (failed !== undefined) return `refused: ${failed.because}`;
    if (pin.value.stages.length === 0) return "by rule";
    const asked = { requester, beneficiary, items, pin: pin.value };
    return pin.value.stages
      .map((stage) => {
        const who = peopleInStage(stage, asked, { catalog, people, authors }).toSorted();
        return `${stageText(stage)} (${who.join(", ")})`;
      })
      .join(", then ");
  };
}

/** The item by today's names: what was renamed is still what was asked for. */
function todaysItem(item: Item, { renamed, accounts, datasets }: Catalog): Item {
  const nameOf = (kind: string, id: string): string => renamed.get(`${kind}:${id}`) ?? id;
  const [dataset, account] = [nameOf("Dataset", item.dataset), nameOf("Account", item.account)];
  const environment = datasets.get(dataset)?.at.find((at) => at.account === account)?.environment ?? item.environment;
  const accountNumber = accounts.get(account)?.account ?? item.accountNumber;
  return { ...item, dataset, account, accountNumber, environment, template: nameOf("Template", item.template) };
}

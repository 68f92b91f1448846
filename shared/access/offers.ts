import { itemsOf } from "#shared/access/access-ask.ts";
import type { Pin } from "#shared/access/access-request.ts";
import { maxDurationOf, pinOf } from "#shared/access/pin.ts";
import { authorProblem } from "#shared/access/segregation.ts";
import { type Company, canBeDecided } from "#shared/access/stages.ts";
import type { Template } from "#shared/catalog/documents/template.ts";
import { stageText } from "#shared/catalog/documents/who.ts";
import { peopleOfAll } from "#shared/catalog/people-of.ts";
import { isStrict } from "#shared/catalog/rule-authors.ts";
import { manyWords, stageWords } from "#shared/catalog/who-words.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import { type Millis, minutes } from "#shared/kernel/time.ts";

/** One thing that can be asked for, as one person sees it. */
export type Offer = {
  readonly dataset: string;
  readonly title: string;
  readonly template: string;
  readonly access: string;
  readonly account: string;
  readonly environment: string;
  readonly classification: string;
  readonly labels: readonly string[];
  readonly mayRequest: boolean;
  readonly because: string;
  /** The longest that any rule gives. */
  readonly maxDuration: Millis;
  /** In the words of the documents. */
  readonly stages: readonly string[];
  /** The same for people: `an owner of sales.orders, then someone in security`. */
  readonly decides: string;
  readonly ticketRequired: boolean;
};

/** Everything the catalogue holds that a template opens, and whether this person may ask for it. */
export function offersFor(person: PersonId, company: Company): readonly Offer[] {
  const offers: Offer[] = [];
  for (const dataset of company.catalog.datasets.values()) {
    for (const place of dataset.at) {
      for (const template of company.catalog.templates.values()) {
        if (!place.places.some(({ kind }) => kind === template.for)) continue;
        const rights = rightsOf({ dataset: dataset.id, account: place.account, template }, person, company);
        const { environment, classification, labels, account } = place;
        offers.push({
          dataset: dataset.id,
          title: dataset.title,
          template: template.id,
          access: template.access,
          account,
          environment,
          classification,
          labels,
          ...rights,
        });
      }
    }
  }
  return offers;
}

type Cell = { readonly dataset: string; readonly account: string; readonly template: Template };
type Rights = Pick<Offer, "mayRequest" | "because" | "maxDuration" | "stages" | "decides" | "ticketRequired">;

function rightsOf({ dataset, account, template }: Cell, person: PersonId, company: Company): Rights {
  const items = itemsOf(company.catalog, [{ dataset, account, template: template.id }]);
  const none = { maxDuration: minutes(0), stages: [], decides: "", ticketRequired: false };
  if (!items.ok) return { mayRequest: false, because: items.error.because, ...none };
  const short = pinOf(company.catalog, items.value, minutes(1));
  const long = pinOf(company.catalog, items.value, template.max);
  if (!short.ok) return { mayRequest: false, because: short.error.because, ...none };
  const pin = short.value;
  const max = Math.min(template.max, Math.max(maxDurationOf(pin), long.ok ? maxDurationOf(long.value) : 0)) as Millis;
  const refusal = refusalOf(pin, { person, dataset, company, items: items.value });
  return {
    mayRequest: refusal === undefined,
    because: refusal ?? (isStrict(company.catalog) ? "you may ask for somebody else" : "you may ask"),
    maxDuration: max,
    stages: pin.stages.map(stageText),
    decides: pin.stages.map((stage) => stageWords(stage, dataset)).join(", then "),
    ticketRequired: pin.items.some(({ ticketRequired }) => ticketRequired),
  };
}

type Asking = {
  readonly person: PersonId;
  readonly dataset: string;
  readonly company: Company;
  readonly items: Parameters<typeof canBeDecided>[0]["items"];
};

function refusalOf(pin: Pin, { person, dataset, company, items }: Asking): string | undefined {
  const target = { kind: "dataset", id: dataset } as const;
  const ask = pin.items.flatMap((each) => each.ask);
  if (!peopleOfAll(ask, { ...company, target, requester: person }).includes(person)) {
    return `only ${manyWords(ask, dataset)} may ask`;
  }
  const because = authorProblem(pin, [person], company);
  if (because !== undefined) return because;
  const enough = canBeDecided({ requester: person, beneficiary: person, items, pin }, company);
  return enough ? undefined : "nobody else could decide on it";
}

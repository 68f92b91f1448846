import type { Catalog } from "#shared/catalog/catalog.ts";
import { compileRights } from "#shared/catalog/decide.ts";
import type { Decision } from "#shared/catalog/decision.ts";
import { ACCESS_LEVELS, type AccessLevel } from "#shared/catalog/documents/document.ts";
import { type Stage, stageText } from "#shared/catalog/documents/who.ts";
import type { Subject } from "#shared/catalog/fit.ts";
import { type CellAsked, cellFacts, placeFacts } from "#shared/catalog/request-facts.ts";
import { stageWords } from "#shared/catalog/who-words.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { hours, type Millis, seconds } from "#shared/kernel/time.ts";

/** One cell: what is asked, and who decides on it. `dataset` where the cell is of one dataset. */
export type AccessCell = CellAsked & {
  readonly dataset?: string;
  readonly account?: string;
  readonly decision: Decision;
  /** `target.owners, then team:security, 8h`; the refusal when there is no way. */
  readonly who: string;
  /** The same for people: `an owner of sales.orders, then someone in security, 8h`. */
  readonly says: string;
};

/** Where a rule names no length itself, the table shows a working day. */
const A_WORKING_DAY = hours(8);

/**
 * Every cell of who decides on access: class and label by environment by level by length.
 *
 * Lengths are those at which some rule changes its mind, and one second beyond each; where that is more than
 * can be asked, `who` says the most. No dataset is
 * meant in particular: what one team tightens for its own is in {@link datasetCells}.
 */
export function accessTable(catalog: Catalog, at = cellLengths(catalog)): readonly AccessCell[] {
  const judge = compileRights(catalog);
  const { classifications, environments, labels } = catalog.company;
  const rank = (classification: string): number => classifications.indexOf(classification);
  const kinds = classifications.flatMap((classification) => [
    { classification, labels: [] as readonly string[] },
    ...Object.keys(labels)
      .filter((label) => rank(labels[label] ?? "") <= rank(classification))
      .map((label) => ({ classification, labels: [label] })),
  ]);
  return kinds.flatMap((data) =>
    environments.flatMap((environment) =>
      levelsAndLengths(at).map((asked) => {
        const cell = { ...data, environment, ...asked };
        return decidedCell(cell, cellFacts(cell), judge);
      }),
    ),
  );
}

/** The same for one dataset, in each account it is in. */
export function datasetCells(catalog: Catalog, id: string, at = cellLengths(catalog)): readonly AccessCell[] {
  const judge = compileRights(catalog);
  return (catalog.datasets.get(id)?.at ?? []).flatMap(({ account, environment, classification, labels }) =>
    levelsAndLengths(at).map(({ access, duration }) => {
      const facts: Subject = { ...placeFacts(catalog, { dataset: id, account }), access, duration, template: null };
      const cell = { classification, labels, environment, access, duration };
      return { ...decidedCell({ ...cell, dataset: id }, { ...facts, danger: null }, judge), account };
    }),
  );
}

type Cell = CellAsked & { readonly dataset?: string };

function decidedCell<Of extends Cell>(cell: Of, facts: Subject, judge: (facts: Subject) => Decision): Of & AccessCell {
  const decision = judge(facts);
  const says = decisionText(decision, (stage) => stageWords(stage, cell.dataset));
  return { ...cell, decision, who: decisionText(decision, stageText), says };
}

type Asked = { readonly access: AccessLevel; readonly duration: Millis };

const levelsAndLengths = (at: readonly Millis[]): readonly Asked[] =>
  ACCESS_LEVELS.flatMap((access) => at.map((duration) => ({ access, duration })));

/** At which lengths some rule's `when`, of any of the catalogues, begins or ceases to fit, shortest first. */
export function cellLengths(...catalogs: readonly Catalog[]): readonly Millis[] {
  const ends = catalogs
    .flatMap(({ accessPolicies }) => [...accessPolicies.values()])
    .filter(({ scope }) => scope.request === undefined || scope.request.includes("access"))
    .flatMap(({ rules }) => rules.flatMap(({ when = [] }) => when))
    .flatMap(({ duration }) => [duration?.max, duration?.min].filter((end) => end !== undefined));
  const shown = ends.length === 0 ? [A_WORKING_DAY] : ends;
  const both = shown.flatMap((end) => [end, (end + seconds(1)) as Millis]);
  return [...new Set(both)].toSorted((left, right) => left - right);
}

/** A decision in a line, its stages in the words of `told`. */
function decisionText(decision: Decision, told: (stage: Stage) => string): string {
  if (decision.kind === "refused") return `refused: ${decision.because}`;
  const who = decision.approvedByRule ? "by rule" : decision.stages.map(told).join(", then ");
  const { max } = decision.limits;
  return `${who}${max === undefined ? "" : `, ${formatDuration(max)}`}${decision.ticketRequired ? ", with a ticket" : ""}`;
}

import { foundReport, reportAnswer } from "#functions/cost-api/report-answer.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { type Who, whoText } from "#shared/catalog/documents/who.ts";
import { manyWords } from "#shared/catalog/who-words.ts";
import { signOffCostReport } from "#shared/contracts/http/cost.ts";
import type { CostReportStore } from "#shared/cost/report/ports.ts";
import type { ReportRecord } from "#shared/cost/report/report-record.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { Caller } from "#shared/runtime/caller.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

type Deps = {
  readonly reports: CostReportStore;
  readonly catalog: { current(): Promise<Catalog> };
  readonly clock: Clock;
};

/** Signs off the newest closed version, by those its document names; again by the same person changes nothing. */
export const signOffReportRoute = ({ reports, catalog, clock }: Deps) =>
  route(signOffCostReport, async ({ params: { id }, caller }) => {
    const stored = await foundReport(id, reports);
    const { value } = stored;
    mustSign(value, caller, await catalog.current());
    if (value.signedOff?.by === caller.person) return { status: 200, body: reportAnswer(value) };
    await mustBeOpen(value, reports);
    const signed = { by: caller.person, at: clock.now() };
    if (!(await reports.signOff(stored, signed))) throw signedBy(await foundReport(id, reports));
    return { status: 200, body: reportAnswer({ ...value, signedOff: signed }) };
  });

async function mustBeOpen(record: ReportRecord, reports: CostReportStore): Promise<void> {
  if (record.signedOff !== undefined) throw signedBy({ value: record });
  if (record.state === "DRAFT") {
    throw new Problem(409, `Cannot sign off "${record.id}": it is a draft, because ${record.because}`, {
      remedy: "Wait until it is final",
    });
  }
  const latest = await reports.latest(record.report, record.month);
  if (latest !== undefined && latest.value.version !== record.version) {
    throw new Problem(409, `Cannot sign off "${record.id}": version ${latest.value.version} replaced it`, {
      remedy: `Sign off "${latest.value.id}"`,
    });
  }
}

const signedBy = ({ value }: { readonly value: ReportRecord }): Problem =>
  new Problem(409, `Cannot sign off "${value.id}": ${value.signedOff?.by ?? "somebody"} did so already`);

/** Who may sign: whom the Report document names; where it names nobody, every finance reviewer (the route's role). */
function mustSign({ report }: ReportRecord, caller: Caller, catalog: Catalog): void {
  const who = catalog.reports.get(report)?.signOff;
  if (who === undefined) return;
  const groups = groupsOf(who, catalog);
  if (groups.some((group) => caller.groups.includes(group))) return;
  throw new Problem(403, `Cannot sign off for "${report}": that is for ${manyWords([who])}`, {
    more: { needs: [whoText(who)] },
  });
}

/** Only what names people without a request at hand; anything else names nobody, so nobody may. */
function groupsOf(who: Who, catalog: Catalog): readonly Caller["groups"][number][] {
  if (who.kind === "group") return [who.group];
  const team = who.kind === "team" ? catalog.teams.get(who.team) : undefined;
  if (who.kind !== "team" || team === undefined || who.part === "oncall") return [];
  return who.part === "lead" ? team.lead : team.members;
}

import { call } from "#functions/console/web/api.ts";
import { facts, h, moment, state, tell } from "#functions/console/web/dom.ts";
import type { FindingAnswer } from "#shared/contracts/http/findings.ts";

export async function findings(): Promise<readonly HTMLElement[]> {
  const { findings: items, cursor } = await call<{ findings: readonly FindingAnswer[]; cursor?: string }>(
    "GET",
    "/v1/findings?limit=100",
  );
  const rows = items.map((finding) =>
    h(
      "li",
      {},
      h("a", { href: `#/findings/${finding.id}` }, titleOf(finding)),
      state(finding.state),
      h("span", { class: "why" }, finding.why),
      h(
        "span",
        { class: "second" },
        `${finding.severity} · ${finding.type} · ${finding.owner} · since `,
        moment(finding.firstSeen),
      ),
    ),
  );
  return [
    h("h1", {}, "Findings"),
    h("p", { class: "lead" }, "What does not follow the rules, worst first."),
    rows.length === 0 ? h("p", { class: "card" }, "Nothing breaks a rule.") : h("ul", { class: "rows" }, ...rows),
    ...(cursor === undefined ? [] : [h("p", { class: "soft" }, "There are more: tollgate findings list")]),
  ];
}

/** What is wrong with which resource, in the fewest words that tell two findings of one resource apart. */
const titleOf = ({ name, rule }: FindingAnswer) => [`${name}: `, ...broken(rule)];

/** A name with dots, which a narrow window breaks before a dot and not within a word. */
const broken = (dotted: string): readonly (Node | string)[] =>
  dotted.split(".").flatMap((part, at) => (at === 0 ? [part] : [h("wbr"), `.${part}`]));

export async function oneFinding(id: string): Promise<readonly HTMLElement[]> {
  const finding = await call<FindingAnswer>("GET", `/v1/findings/${encodeURIComponent(id)}`);
  const open = finding.state === "OPEN" || finding.state === "REOPENED";
  return [
    h("p", { class: "soft" }, h("a", { href: "#/findings" }, "Findings")),
    h("h1", {}, titleOf(finding)),
    h("p", { class: "lead" }, `${finding.id} · ${finding.severity} · `, state(finding.state)),
    h(
      "section",
      { class: "card" },
      facts([
        ["Why", finding.why],
        ["Resource", finding.resource],
        ["Whose", `${finding.owner} (${finding.ownerBecause})`],
        ["Policy", finding.policy],
        ["First seen", moment(finding.firstSeen)],
        ["Found by", finding.foundBy],
        ["Came back", finding.repeats === 0 ? undefined : finding.repeats === 1 ? "once" : `${finding.repeats} times`],
        ["Will happen", finding.next?.what],
        ["Fix", finding.fix === undefined ? undefined : `${finding.fix.from} → ${finding.fix.to}`],
        ["Patch", finding.fix?.patch === undefined ? undefined : h("pre", {}, finding.fix.patch)],
        ["Undo", finding.undo === undefined ? undefined : `tollgate policy undo ${finding.undo.action}`],
        ["Runbook", h("a", { href: runbookOf(finding), target: "_blank", rel: "noopener" }, finding.runbook)],
      ]),
      open
        ? h(
            "div",
            { class: "actions" },
            h("button", { class: "main", click: () => void acknowledge(id) }, "Acknowledge"),
          )
        : undefined,
    ),
  ];
}

/** The plane hands out by name what the repository keeps in docs/runbooks. */
const runbookOf = ({ runbook }: FindingAnswer): string =>
  `/runbooks/${encodeURIComponent(runbook.split("/").at(-1) ?? "")}`;

async function acknowledge(id: string): Promise<void> {
  try {
    await call("POST", `/v1/findings/${id}/acknowledgement`);
    tell("Acknowledged");
    dispatchEvent(new HashChangeEvent("hashchange"));
  } catch (fault) {
    tell(fault instanceof Error ? fault.message : String(fault));
  }
}

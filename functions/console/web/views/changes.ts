import type * as z from "zod";
import { act } from "#functions/console/web/act.ts";
import { call } from "#functions/console/web/api.ts";
import { facts, h, moment, state } from "#functions/console/web/dom.ts";
import { lacksReason } from "#functions/console/web/reason.ts";
import type { getCatalogPlan } from "#shared/contracts/http/catalog-plans.ts";

type Plan = z.infer<(typeof getCatalogPlan)["answers"][200]>;
type Held = Plan["held"][number];

/** Changes of the documents that wait for this person's yes or no, a row each. */
export async function changesToDecide(): Promise<readonly HTMLElement[]> {
  const { items } = await call<{ items: readonly Plan[] }>("GET", "/v1/catalog/plans?role=to-decide");
  return items.flatMap((plan) =>
    plan.held.map((held) =>
      h(
        "li",
        {},
        h("a", { href: hrefOf(plan, held) }, held.effect.short),
        state(held.state.toUpperCase()),
        h("span", { class: "second" }, `${plan.id} · ${plan.by} · `, moment(plan.at)),
      ),
    ),
  );
}

const hrefOf = ({ id }: Plan, held: Held): string =>
  `#/changes/${[id, held.kind, held.id].map(encodeURIComponent).join("/")}`;

/** One change: what it is, who decides, until when; `P-1/Dataset/sales.orders`. */
export async function oneChange(path: string): Promise<readonly HTMLElement[]> {
  const [id = "", kind, document] = path.split("/");
  const plan = await call<Plan>("GET", `/v1/catalog/plans/${encodeURIComponent(id)}`);
  const held = plan.held.find((each) => each.kind === kind && each.id === document);
  if (held === undefined) return [h("h1", {}, "There is no such change")];
  const mine = await call<{ items: readonly Plan[] }>("GET", "/v1/catalog/plans?role=to-decide");
  const asked = mine.items.some(
    (each) => each.id === id && each.held.some((one) => hrefOf(each, one) === hrefOf(plan, held)),
  );
  return [
    h("p", { class: "soft" }, h("a", { href: "#/to-decide" }, "To decide")),
    h("h1", {}, held.effect.sentence),
    h("p", { class: "lead" }, plan.id, " · ", state(held.state.toUpperCase())),
    h(
      "section",
      { class: "card" },
      facts([
        ["Planned by", plan.by],
        ["Planned", moment(plan.at)],
        ["Why", plan.justification],
        ["Ticket", plan.ticket],
        ["What loosens", held.because.join("; ")],
        ["Who decides", h("ol", {}, ...held.stages.map((stage) => h("li", {}, stage)))],
        ["May decide now", held.asked.join(", ")],
        ["Asked since", held.waits === undefined ? undefined : moment(held.waits.askedSince)],
        ["Reminders", held.waits === undefined ? undefined : String(held.waits.reminders)],
        ["Nobody answered by", held.waits?.escalated === undefined ? undefined : escalation(held.waits.escalated)],
        ["Lapses", held.lapsesAt === undefined ? undefined : moment(held.lapsesAt)],
        ["Decided", h("ul", {}, ...held.votes.map(voteLine))],
      ]),
      asked ? decision(plan, held) : undefined,
    ),
  ];
}

const escalation = ({ at, to, added }: NonNullable<NonNullable<Held["waits"]>["escalated"]>): HTMLElement =>
  h("span", {}, moment(at), added ? `, so ${to} too` : ", and there is nobody else to ask");

const voteLine = ({ by, outcome, note, at }: Held["votes"][number]): HTMLElement =>
  h("li", {}, `${outcome} by ${by}, `, moment(at), note === "" ? "" : `: ${note}`);

function decision(plan: Plan, held: Held): HTMLElement {
  const note = h("textarea", { id: "note", "aria-describedby": "note-hint" }) as HTMLTextAreaElement;
  const send = (outcome: "approved" | "rejected", done: string): Promise<void> =>
    act(
      () =>
        call("POST", `/v1/catalog/plans/${encodeURIComponent(plan.id)}/decisions`, {
          body: { kind: held.kind, document: held.id, outcome, note: note.value },
          headers: { "if-match": `"${plan.revision}"` },
        }),
      done,
    );
  return h(
    "div",
    {},
    h("h2", {}, h("label", { for: "note" }, "Your decision")),
    h("p", { class: "soft", id: "note-hint" }, "The author and the auditor read your note; a no needs one."),
    note,
    h(
      "div",
      { class: "actions" },
      h("button", { class: "main", click: () => void send("approved", "Approved") }, "Approve the change"),
      h("button", { click: () => void (lacksReason(note) || send("rejected", "Rejected")) }, "Reject"),
    ),
  );
}

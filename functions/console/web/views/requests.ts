import { act } from "#functions/console/web/act.ts";
import { call } from "#functions/console/web/api.ts";
import { facts, h, moment, state } from "#functions/console/web/dom.ts";
import { lacksReason } from "#functions/console/web/reason.ts";
import { changesToDecide } from "#functions/console/web/views/changes.ts";
import type { RequestAnswer, RequestSummary, StageAnswer } from "#shared/contracts/http/access-answers.ts";

type Page = { readonly items: readonly RequestSummary[] };

export const myRequests = () =>
  list({
    role: "mine",
    title: "My requests",
    lead: "What you asked for, and where it stands.",
    none: "You have not asked for anything yet. Ask with: tollgate access request",
  });

export const toDecide = async () =>
  list({
    role: "to-decide",
    title: "To decide",
    lead: "What waits for your yes or no.",
    none: "Nothing waits for you.",
    also: await changesToDecide(),
  });

type Asked = {
  readonly role: string;
  readonly title: string;
  readonly lead: string;
  readonly none: string;
  /** What is listed besides requests. */
  readonly also?: readonly HTMLElement[];
};

async function list({ role, title, lead, none, also = [] }: Asked): Promise<readonly HTMLElement[]> {
  const { items } = await call<Page>("GET", `/v1/access/requests?role=${role}&limit=200`);
  const requests = items.map((request) =>
    h(
      "li",
      {},
      h("a", { href: `#/requests/${request.id}` }, `${request.beneficiary}: ${request.effect.short}`),
      state(request.state),
      h(
        "span",
        { class: "second" },
        `${request.id} · ${request.items.map(({ dataset, account }) => `${dataset} in ${account}`).join(", ")} · asked `,
        request.requester === request.beneficiary ? "" : `by ${request.requester}, `,
        moment(request.submittedAt),
        request.state === "PENDING" && request.lapsesAt !== undefined ? [" · lapses ", moment(request.lapsesAt)] : [],
      ),
    ),
  );
  const rows = [...requests, ...also];
  return [
    h("h1", {}, title),
    h("p", { class: "lead" }, lead),
    rows.length === 0 ? h("p", { class: "card" }, none) : h("ul", { class: "rows" }, ...rows),
  ];
}

/** Where a request belongs for this person: it is theirs, or theirs to decide, or neither (who watches over access). */
function placeOf(request: RequestAnswer, person: string): string | undefined {
  if ([request.requester, request.beneficiary].includes(person)) return "#/requests";
  return request.stages.some(({ youAreIn }) => youAreIn) ? "#/to-decide" : undefined;
}

export async function oneRequest(id: string, person: string) {
  const request = await call<RequestAnswer>("GET", `/v1/access/requests/${encodeURIComponent(id)}`);
  const stages = request.stages.map(stageOf);
  const votes = request.stages.flatMap(({ decisions }) => decisions);
  const content = [
    h(
      "p",
      { class: "soft" },
      h("a", { href: "#/requests" }, "My requests"),
      " · ",
      h("a", { href: "#/to-decide" }, "To decide"),
    ),
    // Of what is over: what was asked for, not what will be.
    h("h1", {}, request.endedAt === undefined ? "" : "Asked for: ", request.effect.sentence),
    h("p", { class: "lead" }, request.id, " · ", state(request.state)),
    h(
      "section",
      { class: "card" },
      facts([
        ["Asked by", request.requester],
        ["For", request.beneficiary === request.requester ? undefined : request.beneficiary],
        ["Why", request.justification],
        ["For how long", request.duration],
        ["Asked", moment(request.submittedAt)],
        ["Lapses", request.lapsesAt === undefined ? undefined : moment(request.lapsesAt)],
        ["Waits", request.waits],
        ["Begins at the latest", request.activatesBy === undefined ? undefined : moment(request.activatesBy)],
        [
          request.state === "PENDING" ? "Who decides" : "Who was to decide",
          stages.length === 0 ? "nobody: approved by rule" : h("ol", {}, ...stages),
        ],
        ["Decided", votes.length === 0 ? undefined : h("ul", {}, ...votes.map(voteOf))],
        ["Because", request.because],
        ["You", request.you.because],
      ]),
      request.you.mayDecide ? decision(request) : undefined,
      ending(request),
    ),
    ...grants(request),
    ...history(request),
  ];
  return { content, place: placeOf(request, person) };
}

const addedWords = (added: readonly string[]): string =>
  added.length === 0 ? ", and there is nobody else to ask" : `, so ${added.join(", ")} too`;

function stageOf({ says, askedSince, escalated }: StageAnswer, at: number): HTMLElement {
  const waits = askedSince === undefined ? [] : [", asked ", moment(askedSince)];
  const late =
    escalated === undefined ? [] : [", nobody answered by ", moment(escalated.at), addedWords(escalated.added)];
  return h("li", {}, at === 0 ? "" : "then ", says, ...waits, ...late);
}

function voteOf({ person, outcome, note, at, limits }: StageAnswer["decisions"][number]): HTMLElement {
  const less = limits === undefined ? "" : `, ${limits}`;
  return h("li", {}, `${person}: ${outcome}${less}, `, moment(at), note === "" ? "" : `: ${note}`);
}

function decision(request: RequestAnswer): HTMLElement {
  const note = h("textarea", { id: "note", "aria-describedby": "note-hint" }) as HTMLTextAreaElement;
  const send = (outcome: "approve" | "reject") => async (event: Event) => {
    if (outcome === "reject" && lacksReason(note)) return;
    const button = event.currentTarget as HTMLButtonElement;
    button.disabled = true;
    await act(
      () =>
        call("POST", `/v1/access/requests/${request.id}/decisions`, {
          body: { outcome, note: note.value },
          headers: { "if-match": `"${request.revision}"` },
        }),
      outcome === "approve" ? "Approved" : "Rejected",
    );
    button.disabled = false;
  };
  return h(
    "div",
    {},
    h("h2", {}, h("label", { for: "note" }, "Your decision")),
    h("p", { class: "soft", id: "note-hint" }, "The requester and the auditor read your note; a no needs one."),
    note,
    h(
      "div",
      { class: "actions" },
      h("button", { class: "main", click: (event) => void send("approve")(event) }, `Approve for ${request.duration}`),
      h("button", { click: (event) => void send("reject")(event) }, "Reject"),
    ),
  );
}

function ending({ id, you }: RequestAnswer): HTMLElement {
  const button = (allowed: boolean, noun: string, { words, done }: { words: string; done: string }) =>
    allowed
      ? h(
          "button",
          { click: () => void act(() => call("POST", `/v1/access/requests/${id}/${noun}`, { body: {} }), done) },
          words,
        )
      : undefined;
  return h(
    "div",
    { class: "actions" },
    button(you.mayGiveBack, "completion", { words: "Give back", done: "Given back" }),
    button(you.mayCancel, "cancellation", { words: "Cancel the request", done: "Cancelled" }),
    button(you.mayRevoke, "revocation", { words: "Revoke", done: "Revoked" }),
  );
}

const grants = ({ grants: given }: RequestAnswer): readonly HTMLElement[] =>
  given.map((grant) =>
    h(
      "section",
      { class: "card" },
      h("h2", {}, `Grant ${grant.id} `, state(grant.state)),
      facts([
        ["Now", grant.says],
        ["Until", grant.expiresAt === null ? undefined : moment(grant.expiresAt)],
        ["Where", grant.account],
        [
          "Allows",
          h(
            "ul",
            {},
            ...grant.allows.map(({ actions, resources }) =>
              h("li", {}, `${actions.join(", ")} on ${resources.join(", ")}`),
            ),
          ),
        ],
        [
          "Proof",
          h(
            "ul",
            {},
            ...grant.evidence.map(({ kind, at, requestId }) =>
              h("li", {}, `read back ${kind}, `, moment(at), ` (${requestId})`),
            ),
          ),
        ],
      ]),
    ),
  );

const noteIn = ({ data }: RequestAnswer["events"][number]): string =>
  typeof data["note"] === "string" ? ` · ${data["note"]}` : "";

const history = ({ events }: RequestAnswer): readonly HTMLElement[] => [
  h("h2", {}, "What happened"),
  h(
    "ul",
    { class: "rows" },
    ...events.map((event) =>
      h(
        "li",
        {},
        h("span", {}, event.type.replaceAll(/[.-]/g, " ")),
        moment(event.at),
        h("span", { class: "second" }, `${event.about} · by ${event.by} · ${event.hash.slice(0, 16)}${noteIn(event)}`),
      ),
    ),
  ),
];

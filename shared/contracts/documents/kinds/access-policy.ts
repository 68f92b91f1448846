import type { AccessPolicy, AccessRule } from "#shared/catalog/documents/access-policy.ts";
import type { Stage } from "#shared/catalog/documents/who.ts";
import { duration } from "#shared/contracts/documents/amounts.ts";
import { list, oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { checkApproval } from "#shared/contracts/documents/kinds/approval.ts";
import { id, reference } from "#shared/contracts/documents/names.ts";
import { quoted } from "#shared/contracts/documents/problem.ts";
import { optional, record, required } from "#shared/contracts/documents/record.ts";
import { requestScope, requestSelector } from "#shared/contracts/documents/selectors.ts";
import {
  byForm,
  checked,
  complainAt,
  isWritten,
  mapped,
  type Place,
  type Shape,
  under,
} from "#shared/contracts/documents/shape.ts";
import { decider, stage } from "#shared/contracts/documents/who.ts";
import { freeText, wholeNumber, word } from "#shared/contracts/documents/words.ts";

const people = oneOrMore(decider);

const APPROVE = "approve is a list of stages, such as [target.owners, team:security], or none";

/** `none`, one stage, or stages in order. An empty list is read, so that it can be answered with the word for it. */
const approve = byForm<"none" | readonly Stage[]>(
  {
    text: {
      schema: { type: "string" },
      read(node, place) {
        if (node.kind === "text" && node.text === "none") return "none";
        return oneStage.read(node, place);
      },
    },
    list: list(stage, { max: 10 }),
    map: mapped(under(stage, 0), (only) => [only]),
  },
  { code: "nobody-decides", is: APPROVE },
);

const oneStage = mapped(under(stage, 0), (only): readonly Stage[] => [only]);

const rule: Shape<AccessRule> = record(
  {
    id: required(id, "What decisions and messages call it", "write-in-prod"),
    when: optional(requestSelector, "What it fits; without it, everything in the scope", {
      access: "write",
      environment: "prod",
    }),
    approve: optional(approve, "Who decides, stage after stage; none is by rule", ["target.owners", "team:security"]),
    deny: optional(freeText({ longest: 300 }), "Refused, for this reason", "Changes by hand wait for office hours"),
    max: optional(duration, "The longest that may be asked", "8h"),
    ticket: optional(word(["required"]), "A ticket must be named", "required"),
    notify: optional(people, "Who is told", ["target.owners"]),
    page: optional(people, "Who is paged", ["team:security.oncall"]),
    review: optional(
      record(
        {
          by: required(people, "Who looks at it afterwards", ["team:security"]),
          within: required(duration, "How soon", "24h"),
        },
        { thing: "review" },
      ),
      "Who looks at it afterwards",
      { by: ["team:security"], within: "24h" },
    ),
  },
  { thing: "a rule" },
);

const whole: Shape<AccessPolicy> = documentShape("AccessPolicy", {
  scope: required(requestScope, "Which requests it decides", { request: "access" }),
  tightens: optional(reference("an access policy", "company"), "The policy it adds to; it may only add", "company"),
  ask: optional(people, "Who may ask at all", ["group:all-data"]),
  justification: optional(
    record({ min: required(wholeNumber({ min: 0, max: 1_000 }), "Characters", 15) }, { thing: "justification" }),
    "How much has to be said",
    { min: 15 },
  ),
  pending: optional(duration, "An undecided request ends after this", "24h"),
  remind: optional(oneOrMore(duration), "When the deciders are reminded", ["4h", "20h"]),
  escalate: optional(
    record(
      {
        after: required(duration, "When nobody decided for so long", "8h"),
        to: required(decider, "Who is told then", "target.lead"),
      },
      { thing: "escalate" },
    ),
    "Who is told when nobody decides",
    { after: "8h", to: "target.lead" },
  ),
  maxTotal: optional(duration, "One grant with all its extensions", "90d"),
  maxConcurrent: optional(wholeNumber({ min: 1, max: 1_000 }), "Live grants of one person", 10),
  rules: required(list(rule, { min: 1, max: 200 }), "Read from the top: the first that fits decides", [
    { id: "read-in-prod", when: { access: "read", environment: "prod" }, approve: ["target.owners"], max: "7d" },
  ]),
});

export const accessPolicy: Shape<AccessPolicy> = checked(whole, (policy, place) => {
  checkAsk(policy, place);
  for (const [at, each] of policy.rules.entries()) {
    const pointer = `/rules/${at}`;
    checkRuleId(policy.rules, at, place);
    checkRuleSays({ rule: each, tightens: policy.tightens !== undefined }, pointer, place);
    checkApproval({ rule: each, scope: policy.scope }, pointer, place);
  }
});

function checkAsk({ id: name, ask, tightens }: AccessPolicy, place: Place): void {
  if (ask !== undefined || tightens !== undefined || isWritten(place, "/ask")) return;
  const message = `Cannot load ${quoted(name)}: it does not say who may ask; write it, such as ask: [group:all-data]`;
  complainAt(place, "/id", { code: "nobody-asks", message });
}

function checkRuleId(rules: readonly AccessRule[], at: number, place: Place): void {
  const name = rules[at]?.id ?? "";
  if (rules.findIndex((each) => each.id === name) === at) return;
  complainAt(place, `/rules/${at}/id`, {
    code: "twice",
    message: `Cannot load rule ${quoted(name)}: another rule has that id`,
  });
}

type Saying = { readonly rule: AccessRule; readonly tightens: boolean };

function checkRuleSays(
  { rule: { id: name, approve: stages, deny, max }, tightens }: Saying,
  pointer: string,
  place: Place,
): void {
  const opening = `Cannot load rule ${quoted(name)}`;
  if (deny !== undefined && stages !== undefined) {
    complainAt(place, `${pointer}/deny`, {
      code: "rule",
      message: `${opening}: it has both approve and deny; keep one`,
    });
  }
  if (deny !== undefined || stages !== undefined || isWritten(place, `${pointer}/approve`)) return;
  if (tightens && max !== undefined) return;
  const what = tightens ? "approve, deny or max" : "approve or deny";
  complainAt(place, pointer, {
    code: "nobody-decides",
    message: `${opening}: it says neither ${what.replace(" or ", " nor ")}`,
  });
}

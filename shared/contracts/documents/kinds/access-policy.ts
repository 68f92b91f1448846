import type { AccessPolicy, AccessRule } from "#shared/catalog/documents/access-policy.ts";
import type { Stage } from "#shared/catalog/documents/who.ts";
import { duration } from "#shared/contracts/documents/amounts.ts";
import { list, oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { id, reference } from "#shared/contracts/documents/names.ts";
import { quoted } from "#shared/contracts/documents/problem.ts";
import { optional, record, required } from "#shared/contracts/documents/record.ts";
import { requestScope, requestSelector } from "#shared/contracts/documents/selectors.ts";
import { byForm, checked, complainAt, mapped, type Shape, under } from "#shared/contracts/documents/shape.ts";
import { decider, stage } from "#shared/contracts/documents/who.ts";
import { freeText, wholeNumber, word } from "#shared/contracts/documents/words.ts";

const people = oneOrMore(decider);

const APPROVE = "approve is a list of stages, such as [target.owners, team:security], or none";

/** `none`, one stage, or stages in order. An empty list is read: the checks beside the other documents have the answer to it. */
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

/** Who may ask and who decides is judged beside the Company's vocabulary; that each rule has a name of its own, here. */
export const accessPolicy: Shape<AccessPolicy> = checked(whole, ({ rules }, place) => {
  for (const [at, { id: name }] of rules.entries()) {
    if (rules.findIndex((each) => each.id === name) === at) continue;
    const message = `Cannot load rule ${quoted(name)}: another rule of this policy has that id`;
    complainAt(place, `/rules/${at}/id`, { code: "same-id", message });
  }
});

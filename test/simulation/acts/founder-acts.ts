import { LOCAL_OPERATORS } from "#infra/local/plane-ports.ts";
import type { Person } from "#shared/catalog/person.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import { catalogue } from "#test/simulation/acts/access-acts.ts";
import { decides, inState, revisionOf } from "#test/simulation/acts/access-calls.ts";
import { turnsRules, votes, waiting } from "#test/simulation/acts/change-acts.ts";
import { type Act, type Acts, type Answer, call, chance, pick, type Story } from "#test/simulation/acts/story.ts";
import { OPERATOR } from "#test/simulation/world/founders.ts";

/** Whatever the directory says, the identity provider goes on to name the group that once let them in. */
const GROUPS = [LOCAL_OPERATORS];

/** As one who owns data, is of security and operates, so that every stage would ask them. */
const EVERYTHING = ["all-data", "orders-owners", "security-engineers", "operators"].map(groupName);

/** The directory comes to know who laid the first documents; some time they leave. */
const joins: Act = (story) => {
  const before = story.rows.get("person", OPERATOR) as Person | undefined;
  const active = before?.active !== true || chance(story, 0.5);
  const person: Person = { id: personId(OPERATOR), name: OPERATOR, groups: EVERYTHING, active };
  const name = `the directory says of ${OPERATOR}: ${active ? "everything" : "left"}`;
  story.world.simulator.begin(name, () => story.world.ports.platform.persons.save([person], "function:directory"));
  return name;
};

const decidesOnAccess: Act = (story) => {
  const request = pick(story, inState(story, "PENDING"));
  if (request === undefined) return undefined;
  return decides(story, { request, revision: revisionOf(story, request.id), as: OPERATOR, groups: GROUPS });
};

const decidesOnChange: Act = (story) => {
  const found = pick(story, waiting(story));
  if (found === undefined) return undefined;
  return votes(story, {
    ...found,
    revision: revisionOf(story, found.plan.id, "catalog-plan"),
    as: OPERATOR,
    groups: GROUPS,
  });
};

/** For somebody else, as strict segregation wants it. */
const asks: Act = (story) =>
  call(story, {
    as: OPERATOR,
    groups: GROUPS,
    path: "/v1/access/requests",
    body: {
      items: [{ dataset: "sales.stock", template: "s3-prefix-read" }],
      duration: "30m",
      justification: "Looking into what went wrong here",
      beneficiary: "ben",
    },
    headers: { "idempotency-key": `${OPERATOR}-${story.count}` },
  });

const leftSince = ({ rows, world }: Story) => ({
  left: (rows.get("person", OPERATOR) as Person | undefined)?.active === false,
  revision: world.database
    .prepare("SELECT revision FROM items WHERE pk = ? AND sk = 'ROW'")
    .get(`person#${OPERATOR}`)?.["revision"],
});

/** Who has left is let in by no group of the identity provider: only whom the directory never knew may be. */
const looksIn: Act = (story) => {
  const before = leftSince(story);
  const answered = ({ statusCode }: Answer): void => {
    const stayedAway = before.left && leftSince(story).revision === before.revision;
    if (stayedAway && statusCode !== 403) story.say(`5: ${OPERATOR} has left, and is let in: ${statusCode}`);
    if (stayedAway) story.met.add("a bootstrap operator who had left, and was not let in");
  };
  return call(story, { as: OPERATOR, groups: GROUPS, method: "GET", path: "/v1/catalog/plans", answered });
};

/** Where no person wrote the first rules, it matters more who writes the next ones. */
export const RULE_ACTS: Acts = [
  [14, turnsRules],
  [4, catalogue],
];

/** What who laid the first documents does later, where nobody knew them then, and how often. */
export const FOUNDER_ACTS: Acts = [
  [20, joins],
  [20, decidesOnAccess],
  [14, decidesOnChange],
  [4, asks],
  [20, looksIn],
];

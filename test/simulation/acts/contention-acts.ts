import { editRequest } from "#shared/access/edit-request.ts";
import { minutes } from "#shared/kernel/time.ts";
import { decider, decides, extendsIt, inState, revisionOf } from "#test/simulation/acts/access-calls.ts";
import { type Act, type Acts, below, call, chance, pick, type Story } from "#test/simulation/acts/story.ts";

/** Two people of one mind at the same moment: two deciders, each on the revision that both saw. */
const duel: Act = (story) => {
  const request = pick(story, inState(story, "PENDING"));
  if (request === undefined) return undefined;
  const revision = revisionOf(story, request.id);
  const first = decider(story, request);
  const both = [first, decider(story, request, first)];
  const names = both.map((as) => decides(story, { request, revision, as }));
  return names.join(" against ");
};

/** Who asked changes their mind while others decide; no route does it yet, so it is done as a route would. */
const edits: Act = (story) => {
  const request = pick(story, inState(story, "PENDING"));
  if (request === undefined || request.extends !== undefined) return undefined;
  const revision = revisionOf(story, request.id);
  story.count += 1;
  const name = `${request.requester} edits ${request.id} #${story.count}`;
  const { access } = story.world.ports;
  const change = { duration: minutes(10 + below(story, 120)) };
  story.world.simulator.begin(name, async () => {
    const edited = await editRequest({ request: request.id, revision, person: request.requester, change }, access);
    if (edited.ok) story.met.add("an edit");
    else if (edited.error.kind === "stale") story.met.add("an edit that came too late");
  });
  const as = decider(story, request);
  return chance(story, 0.8) ? `${name} against ${decides(story, { request, revision, as })}` : name;
};

/** Given back, or taken, in the very moment in which more time is asked for. */
const givesBackAndExtends: Act = (story) => {
  const request = pick(story, inState(story, "ACTIVE", "PARTIAL"));
  if (request === undefined) return undefined;
  const taken = chance(story, 0.3);
  const ends = { as: taken ? "sam" : request.requester, path: taken ? "revocation" : "completion" };
  const ending = call(story, { as: ends.as, path: `/v1/access/requests/${request.id}/${ends.path}`, body: {} });
  return `${ending} against ${extendsIt(story, request)}`;
};

/** The owners say yes to an extension while what it extends is given back. */
const givesBackWhileDecided: Act = (story) => {
  const child = pick(
    story,
    inState(story, "PENDING").filter((each) => each.extends !== undefined),
  );
  const parent = inState(story, "ACTIVE", "PARTIAL").find(({ id }) => id === child?.extends?.request);
  if (child === undefined || parent === undefined) return undefined;
  const revision = revisionOf(story, child.id);
  const yes = decides(story, { request: child, revision, as: decider(story, child) });
  const path = `/v1/access/requests/${parent.id}/completion`;
  return `${yes} against ${call(story, { as: parent.requester, path, body: {} })}`;
};

const onPolicy = (story: Story, policy: string, path: string): string =>
  call(story, {
    as: path === "halt" ? "pat" : "pia",
    path: `/v1/policies/${policy}/${path}`,
    body: path === "halt" ? { because: "it looks wrong" } : {},
  });

/** Two operators at one policy: it is halted and resumed, or halted twice. */
const operators: Act = (story) => {
  const policy = pick(story, ["core-tags", "log-retention"]) ?? "core-tags";
  const other = chance(story, 0.5) ? "halt" : "resumption";
  return `${onPolicy(story, policy, "halt")} against ${onPolicy(story, policy, other)}`;
};

/** What people do to one row at the same moment, and how often. */
export const CONTENTION_ACTS: Acts = [
  [8, duel],
  [5, edits],
  [3, givesBackAndExtends],
  [3, givesBackWhileDecided],
  [1, operators],
];

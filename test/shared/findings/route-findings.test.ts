import { describe, expect, test } from "vitest";
import type { Destination, Route } from "#shared/catalog/documents/route.ts";
import { type AboutFindings, compileRoutes, immediateDestinations } from "#shared/findings/route-findings.ts";
import { type TollgateSight, tollgateSeen } from "#shared/findings/tollgate-finding.ts";
import { at, findingOf, testDigest } from "#test/support/findings.ts";
import { routeOf } from "#test/support/notify.ts";

const about: AboutFindings = {
  accountId: (number) => (number === "111122223333" ? "data-prod" : undefined),
  mailboxesOf: (who, team) => (who.kind === "target" && team === "orders" ? ["orders-oncall@example.com"] : []),
};

const takes = (when: Route["when"], finding = findingOf()): boolean =>
  compileRoutes([routeOf("r", when === undefined ? {} : { when })], about)[0]?.takes(finding) ?? false;

function ofTollgate(over: Partial<TollgateSight> = {}) {
  const sight: TollgateSight = {
    rule: "policy.halted",
    about: "policy/core-tags",
    severity: "high",
    why: "it halted itself",
    owner: "team:platform",
    foundBy: "sweep",
    ...over,
  };
  const change = tollgateSeen(undefined, sight, { now: at("2026-11-23T08:00:00Z"), digest: testDigest });
  if (change === undefined) throw new Error("a first sight is news");
  return change.finding;
}

describe("what a route takes", () => {
  test.each<{ because: string; when: Route["when"]; taken: boolean }>([
    { because: "no condition: everything", when: undefined, taken: true },
    { because: "its team", when: [{ team: ["orders"] }], taken: true },
    { because: "another team", when: [{ team: ["finance"] }], taken: false },
    { because: "one of two alternatives", when: [{ team: ["finance"] }, { severity: ["medium"] }], taken: true },
    {
      because: "both conditions of one alternative are asked",
      when: [{ team: ["orders"], severity: ["high"] }],
      taken: false,
    },
    { because: "its account, by the id of its document", when: [{ account: ["data-prod"] }], taken: true },
    { because: "another account", when: [{ account: ["data-dev"] }], taken: false },
    { because: "its policy", when: [{ policy: ["core-tags"] }], taken: true },
    { because: "another region", when: [{ region: ["us-east-1"] }], taken: false },
  ])("$taken: $because", ({ when, taken }) => {
    expect(takes(when)).toBe(taken);
  });

  test("a question that cannot be answered of a finding does not lose it", () => {
    expect(takes([{ dataset: ["sales.orders"] }])).toBe(true);
    expect(takes([{ team: ["finance"], dataset: ["sales.orders"] }])).toBe(false);
  });

  test("a finding about Tollgate is about no data, and named by its rule", () => {
    expect(takes([{ dataset: ["sales.orders"] }], ofTollgate())).toBe(false);
    expect(takes([{ finding: ["policy.halted"] }], ofTollgate())).toBe(true);
    expect(takes([{ finding: ["event.unreadable"] }], ofTollgate())).toBe(false);
  });
});

describe("who hears of it at once", () => {
  test.each<{ because: string; immediately: Route["immediately"]; told: number }>([
    { because: "the route sends digests only", immediately: undefined, told: 0 },
    { because: "worse than asked", immediately: "low", told: 1 },
    { because: "as bad as asked", immediately: "medium", told: 1 },
    { because: "not as bad as asked", immediately: "high", told: 0 },
  ])("$told of a medium finding: $because", ({ immediately, told }) => {
    const route = routeOf("r", immediately === undefined ? {} : { immediately });
    expect(immediateDestinations(findingOf(), compileRoutes([route], about))).toHaveLength(told);
  });

  test("a destination that many routes name, in whatever order of its fields, hears once", () => {
    const send: Route["send"] = [{ via: "slack", channel: "#one" }];
    const turned: Route["send"] = [{ channel: "#one", via: "slack" }];
    const routes = ["a", "b", "c"].map((id) => routeOf(id, { immediately: "low", send: id === "b" ? turned : send }));
    expect(immediateDestinations(findingOf(), compileRoutes(routes, about))).toEqual([
      { via: "slack", channel: "#one" },
    ]);
  });
});

describe("a finding about Tollgate itself", () => {
  test("of a resource stands with that resource, of a part of ours under our own name", () => {
    const arn = "arn:aws:s3:::orders-raw";
    expect(ofTollgate({ rule: "resource.unreadable", about: arn }).resource).toBe(arn);
    expect(ofTollgate().resource).toBe("tollgate:policy/core-tags");
  });

  test("is the same one however often it is seen, and another for another rule", () => {
    expect(ofTollgate({ why: "again" }).id).toBe(ofTollgate().id);
    expect(ofTollgate({ rule: "rule.undecided" }).id).not.toBe(ofTollgate().id);
  });
});

describe("mail to people", () => {
  const oncall: Destination = { via: "mail", who: { kind: "target", part: "oncall" } };
  const mailbox: Destination = { via: "mail", address: "orders-oncall@example.com" };
  const sent = (send: readonly Destination[], owner: string) =>
    immediateDestinations(findingOf({ owner }), compileRoutes([routeOf("r", { immediately: "low", send })], about));

  test("is mail to the mailbox of the team that the finding belongs to, once", () => {
    expect(sent([oncall, { via: "slack", channel: "#a" }, mailbox], "team:orders")).toEqual([
      mailbox,
      { via: "slack", channel: "#a" },
    ]);
  });

  test("stays as it is written where no mailbox is known, so that the log has it", () => {
    expect(sent([oncall], "team:finance")).toEqual([oncall]);
    expect(sent([oncall], "unowned")).toEqual([oncall]);
  });
});

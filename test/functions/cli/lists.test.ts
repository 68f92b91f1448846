import { expect, test } from "vitest";
import { everyAction, everyFinding, listed } from "#functions/cli/lists.ts";
import type { Call, PlaneClient } from "#functions/cli/plane-client.ts";

/** A plane that answers with these pages in turn, and what it was asked. */
function planeWith(pages: readonly object[]) {
  const asked: Call[] = [];
  const plane: Pick<PlaneClient, "json"> = {
    json: async <Answer>(call: Call) => {
      asked.push(call);
      return (pages[asked.length - 1] ?? expect.unreachable("it asked behind the last page")) as Answer;
    },
  };
  return { plane: { ...plane, text: async () => "", token: async () => undefined }, asked };
}

test("a list is followed to its last page by its path and what else was asked, each item once", async () => {
  const { plane, asked } = planeWith([{ items: [1, 2], cursor: "a" }, { items: [], cursor: "b" }, { items: [3] }]);
  expect(await listed<number>(plane, { path: "/v1/cost/reports", query: { month: "2026-10" } })).toEqual([1, 2, 3]);
  expect(asked).toEqual([
    { path: "/v1/cost/reports", query: { month: "2026-10" } },
    { path: "/v1/cost/reports", query: { month: "2026-10", cursor: "a" } },
    { path: "/v1/cost/reports", query: { month: "2026-10", cursor: "b" } },
  ]);
});

test("findings and actions have names of their own for what a page holds, and are asked for in large pages", async () => {
  const findings = planeWith([{ findings: [{ id: "F-1" }], cursor: "a" }, { findings: [{ id: "F-2" }] }]);
  expect((await everyFinding(findings.plane, { whose: "mine" })).map(({ id }) => id)).toEqual(["F-1", "F-2"]);
  expect(findings.asked).toEqual([
    { path: "/v1/findings", query: { whose: "mine", limit: "200" } },
    { path: "/v1/findings", query: { whose: "mine", limit: "200", cursor: "a" } },
  ]);
  const actions = planeWith([{ actions: [{ id: "A-1" }], cursor: "a" }, { actions: [{ id: "A-2" }] }]);
  expect((await everyAction(actions.plane)).map(({ id }) => id)).toEqual(["A-1", "A-2"]);
  expect(actions.asked).toEqual([
    { path: "/v1/actions", query: { limit: "200" } },
    { path: "/v1/actions", query: { limit: "200", cursor: "a" } },
  ]);
});

import type { Call, PlaneClient } from "#functions/cli/plane-client.ts";
import type { FindingAnswer } from "#shared/contracts/http/findings.ts";
import type { ActionAnswer } from "#shared/contracts/http/policy-answers.ts";
import { everyItem, type Page } from "#shared/kernel/page.ts";

/** Every item of a list of the plane, page by page. */
export const listed = <Item>(plane: PlaneClient, { path, query }: Pick<Call, "path" | "query">) =>
  everyItem((from) => plane.json<Page<Item>>({ path, query: { ...query, ...from } }));

/** The findings that `query` asks for, all of them without one. */
export function everyFinding(plane: PlaneClient, query: Call["query"] = {}): Promise<readonly FindingAnswer[]> {
  type Findings = { readonly findings: readonly FindingAnswer[]; readonly cursor?: string };
  return everyItem(async (from) => {
    const { findings: items, cursor } = await plane.json<Findings>({
      path: "/v1/findings",
      query: { ...query, ...from, limit: "200" },
    });
    return { items, cursor };
  });
}

/** Everything that policies wrote, newest first. */
export function everyAction(plane: PlaneClient): Promise<readonly ActionAnswer[]> {
  type Actions = { readonly actions: readonly ActionAnswer[]; readonly cursor?: string };
  return everyItem(async (from) => {
    const { actions: items, cursor } = await plane.json<Actions>({
      path: "/v1/actions",
      query: { ...from, limit: "200" },
    });
    return { items, cursor };
  });
}

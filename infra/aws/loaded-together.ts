import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/*
 * A bundle's files follow from who reaches what: modules that the same entries reach lie in one file. Dozens of small
 * modules that nearly everybody reaches would make as many files, and each costs a start some half a millisecond, as
 * much as three kilobytes do. So whoever loads one of these roots is said to load what mostly goes
 * with it; never a module that loads others late, which would be deployed to functions that cannot ask for them.
 */
const WITH: { readonly [root: string]: readonly string[] } = {
  "shared/adapters/aws/state-parts.ts": [
    "shared/adapters/aws/late-ports.ts",
    "shared/contracts/events/stored-event.ts",
    "shared/kernel/ids.ts",
    "shared/kernel/late.ts",
    "shared/runtime/function-env.ts",
    "shared/runtime/queue.ts",
    "shared/storage/record-store.ts",
  ],
  "shared/plane/platform-ports.ts": [
    "shared/catalog/documents/who.ts",
    "shared/catalog/fit.ts",
    "shared/catalog/people-of.ts",
    "shared/catalog/rule-authors.ts",
    "shared/catalog/seats.ts",
    "shared/catalog/silence.ts",
    "shared/catalog/who-words.ts",
    "shared/kernel/duration.ts",
    "shared/storage/catalog-authors.ts",
  ],
  "shared/plane/access-ports.ts": [
    "shared/access/grant-begin.ts",
    "shared/access/grant-end.ts",
    "shared/access/narrow.ts",
    "shared/access/off-board.ts",
    "shared/access/request-decide.ts",
    "shared/access/revoke-request.ts",
    "shared/access/silence.ts",
    "shared/access/stages.ts",
    "shared/access/template-compile.ts",
    "shared/catalog/decide.ts",
    "shared/catalog/stricter.ts",
    "shared/storage/access-governance.ts",
  ],
  "shared/plane/policy-ports.ts": [
    "shared/findings/finding-change.ts",
    "shared/findings/tollgate-finding.ts",
    "shared/policy/enforce/coverage.ts",
    "shared/policy/enforce/governed.ts",
    "shared/policy/enforce/policy-state.ts",
    "shared/policy/enforce/tollgate-rows.ts",
    "shared/policy/resource-types/table.ts",
  ],
  "shared/plane/cost-ports.ts": [
    "shared/adapters/aws/cost-parts.ts",
    "shared/adapters/focus/focus-bill-reader.ts",
    "shared/cost/billed-type.ts",
    "shared/cost/day-zero/explorer-name.ts",
    "shared/cost/report/months.ts",
    "shared/storage/cost-import-store.ts",
  ],
  "shared/adapters/aws/message-parts.ts": [
    "shared/catalog/mailboxes-of.ts",
    "shared/contracts/stored/finding-post.ts",
    "shared/findings/channel-text.ts",
    "shared/findings/tell-once.ts",
  ],
};

/** What every function that loads anything late has loaded by then. */
const BY_THEN = ["shared/adapters/aws/state-parts.ts", "shared/plane/platform-ports.ts"] as const;

/** What else is loaded by then where the late module serves one domain. */
const BY_THEN_OF: { readonly [late: string]: readonly string[] } = {
  "shared/adapters/aws/resources/governed-resources.ts": ["shared/plane/policy-ports.ts"],
};

/** The modules that are imported late (`import("#...")`), each with those that do so; paths from the root. */
export function lateModules(root: string): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, Set<string>>();
  const files = globSync("{shared,functions}/**/*.ts", { cwd: root, exclude: ["functions/{cli,console}/**"] });
  for (const path of files.toSorted()) {
    for (const [, late = ""] of readFileSync(join(root, path), "utf8").matchAll(/\bimport\("#([^"]+)"\)/g)) {
      importers.set(late, (importers.get(late) ?? new Set()).add(path));
    }
  }
  return new Map([...importers].map(([late, by]) => [late, [...by]]));
}

/**
 * For each late module what is loaded already when it is. The bundler takes a late module for an entry, so without
 * this each of them would cut what it shares with others out of the files that a function starts with.
 */
function loadedBefore(late: string, importers: readonly string[]): readonly string[] {
  const [, owner] = /^functions\/([^/]+)\//.exec(late) ?? [];
  if (owner !== undefined) return [`functions/${owner}/main.ts`];
  // Of several importers none is loaded for certain.
  return [...(importers.length === 1 ? importers : []), ...BY_THEN, ...(BY_THEN_OF[late] ?? [])];
}

/** For each module the modules that it is said to import besides its own; paths from the root. */
export const loadedTogether = (root: string): ReadonlyMap<string, readonly string[]> =>
  new Map([
    ...Object.entries(WITH),
    ...[...lateModules(root)].map(([late, importers]) => [late, loadedBefore(late, importers)] as const),
  ]);

import { Argument, InvalidArgumentError } from "commander";
import { ACCOUNT, TEMPLATE } from "#functions/cli/ids/access-ids.ts";
import type { Asking, IdKind } from "#functions/cli/ids/id-kind.ts";
import { listOf } from "#functions/cli/ids/list-of.ts";
import type { Known } from "#functions/cli/ids/match-id.ts";
import { offering } from "#functions/cli/ids/named-ids.ts";
import { POLICY } from "#functions/cli/ids/policy-ids.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";
import { didYouMean } from "#shared/catalog/did-you-mean.ts";
import { DOCUMENT_KINDS } from "#shared/catalog/documents/document.ts";

type Thing = { readonly id: string; readonly title: string };

const things =
  (path: string) =>
  async ({ plane }: Asking) =>
    (await listOf<Thing>(plane, path)).map(({ id, title }) => ({ id, says: title }));

export const DATASET: IdKind = {
  noun: "dataset",
  from: "tollgate access catalog",
  known: things("/v1/catalog/datasets"),
  form: /./,
  path: (id) => `/v1/catalog/datasets/${encodeURIComponent(id)}`,
  open: true,
};

export const WORKLOAD: IdKind = {
  noun: "workload",
  from: "tollgate cost rows",
  known: things("/v1/catalog/workloads"),
  form: /./,
  path: (id) => `/v1/catalog/workloads/${encodeURIComponent(id)}`,
  open: true,
};

/** The kinds of document that can be listed; of the others the plane is asked for the id as it is. */
const LISTED: ReadonlyMap<string, IdKind["known"]> = new Map([
  ["Dataset", DATASET.known],
  ["Workload", WORKLOAD.known],
  ["Team", things("/v1/catalog/teams")],
  ["Policy", POLICY.known],
  ["Template", TEMPLATE.known],
  ["Account", ACCOUNT.known],
]);

const kindNamed = (text: string | undefined): string | undefined =>
  DOCUMENT_KINDS.find((kind) => kind.toLowerCase() === text?.toLowerCase());

/** A document of the kind that the word before says. */
export const DOCUMENT: IdKind = {
  noun: "document",
  from: "tollgate plan, access catalog, policy list",
  known: async (asking) => {
    const list = LISTED.get(kindNamed(asking.before[0]) ?? "");
    return list === undefined ? [] : list(asking);
  },
  form: /./,
  path: (id, [kind]) => `/v1/catalog/documents/${encodeURIComponent(kindNamed(kind) ?? "")}/${encodeURIComponent(id)}`,
  open: true,
};

/** The people of a laptop plane; another plane does not tell. */
export async function peopleOf(plane: PlaneClient): Promise<readonly Known[]> {
  type People = { readonly people: readonly { readonly id: string; readonly name: string }[] };
  const { people } = await plane.json<People>({ path: "/v1/local/people" });
  return people.map(({ id, name }) => ({ id, says: name }));
}

export const PERSON: IdKind = {
  noun: "person",
  from: "tollgate people",
  known: ({ plane }) => peopleOf(plane).catch(() => []),
  open: true,
};

/** The kind of a document, in either case. */
export const kindArgument = (): Argument =>
  offering(new Argument("<kind>", `one of ${DOCUMENT_KINDS.join(", ")}`), async () =>
    DOCUMENT_KINDS.map((id) => ({ id, says: "" })),
  ).argParser(kindOf);

function kindOf(text: string): string {
  const found = kindNamed(text);
  if (found !== undefined) return found;
  const near = didYouMean(text, DOCUMENT_KINDS);
  throw new InvalidArgumentError(
    near === undefined ? `Write one of ${DOCUMENT_KINDS.join(", ")}.` : `Did you mean ${near}?`,
  );
}

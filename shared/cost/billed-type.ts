/** What an ARN says of itself: its type as selectors and policies name it (`glue.job`), and its name. */
export type BilledThing = { readonly type: string | null; readonly name: string };

/** Services that selectors call otherwise than ARNs do. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ["elasticmapreduce", "emr"],
  ["es", "opensearch"],
  ["kafka", "msk"],
  ["states", "stepfunctions"],
]);

/** Kinds likewise, by service and kind in the ARN. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ["rds:db", "instance"],
  ["states:stateMachine", "state-machine"],
]);

/** Services whose ARNs end in a bare name. */
const BARE: ReadonlyMap<string, string> = new Map([
  ["s3", "bucket"],
  ["sns", "topic"],
  ["sqs", "queue"],
]);

/**
 * `arn:aws:glue:eu-west-1:1:job/load` is a `glue.job` named `load`, `arn:aws:s3:::lake` an `s3.bucket`. Undefined
 * when the text is no ARN; the type is null where the ARN does not say it.
 *
 * Access and policy know the same types from the table of resource types; a test holds the two together.
 */
export function billedThing(arn: string): BilledThing | undefined {
  const match = /^arn:[^:]*:([^:]+):[^:]*:[^:]*:(.+)$/s.exec(arn);
  if (match === null) return undefined;
  const [, service = "", rest = ""] = match;
  const bare = BARE.get(service);
  // A bucket may be called `job`: only what comes after a mark is a name behind a kind.
  if (bare !== undefined)
    return /[:/]/.test(rest) ? { type: null, name: rest } : { type: `${service}.${bare}`, name: rest };
  const [, kind, name = ""] = /^([A-Za-z-]+)[:/](.+)$/s.exec(rest) ?? [];
  if (kind === undefined) return { type: null, name: rest };
  return { type: `${SERVICES.get(service) ?? service}.${KINDS.get(`${service}:${kind}`) ?? kind}`, name };
}

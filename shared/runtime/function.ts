import type * as z from "zod";
import type { IndexName } from "#shared/storage/table.ts";

/** Method and path of an HTTP route, `{id}` for a whole path segment (API Gateway allows nothing else). */
export type RouteSpec = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: `/${string}`;
  /** Reachable without a token: health, the API's own description, sign-in. */
  readonly open?: true;
};

/**
 * What makes a function run. Each host turns it into its own wiring.
 *
 * - `http`: requests of these routes (API Gateway HTTP API, payload 2.0)
 * - `events`: bus events of these types, through a queue of the function's own with a dead-letter queue
 * - `queue`: messages of a named queue that our own code fills
 * - `schedule`: again and again, `every` in the house duration form, or a six-field AWS cron in UTC
 * - `one-shot`: at a moment that our own code scheduled, with the payload it gave
 * - `stream`: the table's changes, in order per partition
 */
export type Trigger =
  | { readonly kind: "http"; readonly routes: readonly RouteSpec[] }
  | {
      readonly kind: "events";
      readonly source: readonly string[];
      readonly types: readonly string[];
      /** Waits so long for more events, so that they come as one delivery; at once when absent. 1 to 300. */
      readonly gatherSeconds?: number;
    }
  | { readonly kind: "queue"; readonly queue: string; readonly concurrency: number }
  | { readonly kind: "schedule"; readonly every: string }
  | { readonly kind: "schedule"; readonly cron: string }
  | { readonly kind: "one-shot" }
  | { readonly kind: "stream" };

/**
 * What a function may do, by name. The cloud host turns each into exact actions and resources, in one
 * place; a function that uses a port without naming its capability is refused there.
 */
export type Capability =
  | "table.get"
  /** Lists within one partition of the table itself. */
  | "table.query"
  /** Lists of this one index. */
  | `index.${IndexName}`
  | "table.write"
  /** Writes that hold only while another row is as it was read. */
  | "table.check"
  | "table.delete"
  | "stream.read"
  | "bus.publish"
  | "queue.send"
  | "schedule.one-shot"
  | "schedule.cancel"
  | "people-roles.manage"
  | "people-roles.read"
  | "people-roles.broker"
  | "resources.read"
  | "resources.write"
  | "billing.read"
  | "cost-explorer.read"
  | "organization.read"
  | "reports.write"
  | "reports.read"
  | "audit.write"
  | "audit.read"
  | "mail.send"
  | "webhook.send";

/** What a function is. Every host knows its functions by this and by nothing else. */
export type FunctionSpec<Env extends z.ZodObject = z.ZodObject> = {
  /** `<noun>-<verb>`, as its folder. */
  readonly name: string;
  readonly triggers: readonly Trigger[];
  /** Typed environment: parsed at cold start, and a missing variable does not compile in the stack. */
  readonly env: Env;
  readonly capabilities: readonly Capability[];
  /**
   * The partitions it may touch, of the table and of its indexes, `*` for the rest of a name; every one
   * when absent. For functions that own theirs.
   */
  readonly partitions?: readonly string[];
  /** Longest run in seconds, 1 to 900. */
  readonly timeoutSeconds: number;
};

import type * as z from "zod";

/** What a caller must be, in Tollgate itself (Directory.roles), to reach a route at all. */
export type Role = "requester" | "operator" | "finance" | "auditor" | "security";

/** The largest body that a route reads unless its contract says more, in bytes. Beyond it: 413, nothing parsed. */
export const BODY_LIMIT = 1024 * 1024;

/**
 * The largest body of documents: some 7,000 datasets and half as many workloads. A call of a Lambda function takes 6 MB,
 * in which the body is a text once more, so that its quotes and line ends grow (Lambda quotas, "Invocation payload").
 */
export const DOCUMENTS_LIMIT = 4 * 1024 * 1024;

/**
 * The largest answer, in bytes as a function hands it on: 6 MB less what stands round the body (Lambda quotas,
 * "Invocation payload"). Beyond it API Gateway would answer 500, without a word.
 */
export const ANSWER_LIMIT = 6_000_000 - 16 * 1024;

/**
 * One HTTP route, as data: the function specs, the router, the generated OpenAPI and the clients all
 * read this. Paths are below `/v1`; every parameter is a whole path segment (API Gateway allows
 * nothing else). Query values are text, so their schemas coerce.
 */
export type RouteContract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: `/v1/${string}`;
  /** The operation's name in the API description: `listFindings`. */
  readonly operation: string;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The largest body that is read, in bytes; absent: {@link BODY_LIMIT}. */
  readonly bodyLimit?: number;
  /** What a good answer is, by status. */
  readonly answers: { readonly [status: number]: z.ZodType };
  /** Content type of a good answer where it is not JSON. */
  readonly answerType?: string;
  /** Statuses of the problems that a well-formed call can meet, with when. */
  readonly problems?: { readonly [status: number]: string };
  /** `required`: a call without it is refused with 428 (If-Match) or 400 (Idempotency-Key). */
  readonly headers?: { readonly "idempotency-key"?: "required" | "optional"; readonly "if-match"?: "required" };
  /** Reachable without a token. */
  readonly open?: true;
  /** Any one of these; absent: every known, active person. */
  readonly roles?: readonly Role[];
};

/** For a function's spec: where its contracts are reached. */
export const routesOf = (contracts: readonly RouteContract[]) =>
  contracts.map(({ method, path, open }) => ({ method, path, ...(open === true ? { open } : {}) }));

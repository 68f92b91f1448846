import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import httpRouter from "@middy/http-router";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { Contention } from "#shared/kernel/contention.ts";
import { personId } from "#shared/kernel/ids.ts";
import type { Caller, Identity } from "#shared/runtime/caller.ts";
import { claimsOf, type EpochSeconds, type HttpEvent } from "#shared/runtime/claims.ts";
import { answerOf, type HttpAnswer } from "#shared/runtime/http-answer.ts";
import { checked, jsonBodyOf, requiredHeaders } from "#shared/runtime/http-input.ts";
import { faultFields, type Log } from "#shared/runtime/log.ts";
import { Problem, problemBody } from "#shared/runtime/problem.ts";
import { type Cause, causedBy, isXray } from "#shared/storage/cause.ts";

/** What a route's code gets: everything parsed, and the caller unless the route is open. */
export type HttpCall<Params, Query, Body> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Lower-case names. */
  readonly headers: { readonly [name: string]: string | undefined };
  readonly caller: Caller;
  readonly requestId: string;
};

export type HttpRoute = {
  readonly contract: RouteContract;
  readonly run: (event: HttpEvent, deps: HttpDeps) => Promise<HttpAnswer>;
};

export type HttpDeps = { readonly identity: Identity; readonly log: Log };

/** Joins a contract with the code that answers it. What reaches `handle` has passed the contract. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  contract: RouteContract<P, Q, B>,
  handle: (call: HttpCall<z.infer<P>, z.infer<Q>, z.infer<B>>) => Promise<HttpAnswer>,
): HttpRoute {
  return {
    contract,
    async run(event, { identity }) {
      const caller = contract.open === true ? NOBODY : await callerOf(event, contract, identity);
      requiredHeaders(event.headers, contract);
      return handle({
        params: checked(contract.params, decodedParams(event), "path") as z.infer<P>,
        query: checked(contract.query, event.queryStringParameters ?? {}, "query") as z.infer<Q>,
        body: (contract.body === undefined
          ? undefined
          : checked(contract.body, jsonBodyOf(event, contract.bodyLimit), "body")) as z.infer<B>,
        headers: event.headers,
        caller,
        requestId: event.requestContext.requestId,
      });
    },
  };
}

/** One Lambda handler for a set of routes: every answer is JSON or problem+json, no input is a 500. */
export function httpHandler(routes: readonly HttpRoute[], deps: HttpDeps) {
  const routed = routes.map(({ contract, run }) => ({
    method: contract.method,
    path: contract.path,
    handler: (event: HttpEvent) =>
      causedBy(causeOfCall(event), async () => answerOf(await run(event, deps), event.headers["accept-encoding"])),
  }));
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>()
    .use(httpHeaderNormalizer())
    .onError((request) => {
      const problem = problemOf(request.error, request.event, { routes, log: deps.log });
      request.response = refused(problem, request.event.requestContext.requestId);
    })
    .handler(httpRouter<HttpEvent, APIGatewayProxyStructuredResultV2>(routed));
}

/** A request is its own cause; Lambda tells each call's trace in the environment (developer guide, "Visualize with X-Ray"). */
function causeOfCall({ requestContext: { requestId } }: HttpEvent): Cause {
  const xray = process.env["_X_AMZN_TRACE_ID"];
  return xray !== undefined && isXray(xray) ? { request: requestId, xray } : { request: requestId };
}

/** Who calls an open route: no person, no group, no role. */
const NOBODY: Caller = { person: personId(""), name: "", groups: [], roles: [], signedInAt: 0 as EpochSeconds };

async function callerOf(event: HttpEvent, contract: RouteContract, identity: Identity): Promise<Caller> {
  const claims = claimsOf(event);
  if (claims === undefined)
    throw new Problem(401, "Cannot tell who asks: there is no valid token", { remedy: "Sign in" });
  const caller = await identity.callerOf(claims);
  if (caller === undefined) {
    throw new Problem(403, "Cannot let you in: the directory has no active person of this sign-in", {
      remedy: "Ask whoever keeps the directory",
    });
  }
  if (contract.roles !== undefined && !contract.roles.some((role) => caller.roles.includes(role))) {
    throw new Problem(
      403,
      `Cannot ${firstClause(contract.summary)}: it is open to ${contract.roles.join(" or ")} only`,
      {
        more: { needs: contract.roles },
      },
    );
  }
  return caller;
}

const refused = (problem: Problem, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: problem.status,
  headers: {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(problem.details.allow === undefined ? {} : { allow: problem.details.allow.join(", ") }),
  },
  body: problemBody(problem, requestId),
});

function problemOf(
  fault: unknown,
  event: HttpEvent,
  { routes, log }: { routes: readonly HttpRoute[]; log: Log },
): Problem {
  if (fault instanceof Problem) return fault;
  // Of a table: each adapter has its own class, all of one name.
  if (fault instanceof Error && fault.name === "CursorError") {
    return new Problem(400, fault.message, {
      pointer: "query:cursor",
      remedy: "Begin the list anew, without a cursor",
    });
  }
  const unavailable = unavailableOf(fault, event, log);
  if (unavailable !== undefined) return unavailable;
  const status = fault instanceof Error && "statusCode" in fault ? fault.statusCode : undefined;
  if (status === 404) return unrouted(event, routes);
  log.error("A request failed", {
    requestId: event.requestContext.requestId,
    path: event.rawPath,
    ...faultFields(fault),
  });
  return new Problem(500, "Cannot answer: a fault of ours, recorded under this request id", {
    remedy: "Try again; nothing was half done",
  });
}

/** What is nobody's fault: it was given up under contention, or there was not time enough for it. */
function unavailableOf(fault: unknown, event: HttpEvent, log: Log): Problem | undefined {
  const call = { requestId: event.requestContext.requestId, path: event.rawPath };
  if (fault instanceof Contention) {
    log.warn("A request was given up under contention", call);
    return new Problem(503, "Cannot do it now: others keep changing it", {
      remedy: "Try again; nothing was half done",
    });
  }
  // Of middy, just before the function's own time-out: what runs on is not known, and may yet be written.
  if (fault instanceof Error && fault.name === "TimeoutError") {
    log.warn("A request took longer than its function may", call);
    return new Problem(503, "Cannot say whether it was done: it took longer than it may", {
      remedy: "Look whether it was done, then try again",
    });
  }
  return undefined;
}

/** The router knows no 405: say it where the path exists under another method. */
function unrouted(event: HttpEvent, routes: readonly HttpRoute[]): Problem {
  const { method } = event.requestContext.http;
  const others = routes
    .filter(({ contract }) => isOfForm(contract.path, event.rawPath))
    .map(({ contract }) => contract.method);
  if (others.length === 0)
    return new Problem(404, `Cannot find "${event.rawPath}"`, { remedy: "GET /v1/openapi.json lists what there is" });
  return new Problem(405, `Cannot ${method} "${event.rawPath}"`, {
    remedy: `Use ${others.join(" or ")}`,
    allow: others,
  });
}

function isOfForm(form: string, path: string): boolean {
  const [wanted, found] = [form.split("/"), path.split("/")];
  const fits = (segment: string, at: number) => (segment.startsWith("{") ? found[at] !== "" : segment === found[at]);
  return wanted.length === found.length && wanted.every(fits);
}

function decodedParams(event: HttpEvent): { readonly [name: string]: string } {
  const decoded: [string, string][] = [];
  for (const [name, value] of Object.entries(event.pathParameters ?? {})) {
    try {
      decoded.push([name, decodeURIComponent(value ?? "")]);
    } catch {
      throw new Problem(400, `Cannot read the path: "${value}" is not percent-encoded text`);
    }
  }
  return Object.fromEntries(decoded);
}

/** `Read the audit log hour by hour, from its first event on` is `read the audit log hour by hour` in a sentence. */
const firstClause = (summary: string): string =>
  `${summary.charAt(0).toLowerCase()}${summary.slice(1).split(/[,;:]/)[0] ?? ""}`;

import type { FunctionSpec, RouteSpec } from "#shared/runtime/function.ts";

/** The first event that a function may get: understood where an empty table lets it be, else answered as a failed message. */
export function firstEventOf({ triggers }: FunctionSpec): object {
  const [trigger] = triggers;
  if (trigger?.kind === "http" && trigger.routes[0] !== undefined) return httpEvent(trigger.routes[0]);
  if (trigger?.kind === "stream") return { Records: [] };
  if (trigger?.kind === "schedule") return { source: "aws.events", "detail-type": "Scheduled Event" };
  return { Records: [{ messageId: "m-1", body: "{}" }] };
}

/** As API Gateway sends it, from somebody whom the plane does not know yet. */
function httpEvent({ method, path }: RouteSpec): object {
  const rawPath = path.replaceAll(/\{\w+\}/g, "x");
  return {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath,
    rawQueryString: "",
    headers: {},
    pathParameters: Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, "x"])),
    requestContext: {
      http: { method, path: rawPath },
      requestId: "cold",
      authorizer: { jwt: { claims: { sub: "ada.berg", auth_time: "1790000000", groups: "[]" } } },
    },
    isBase64Encoded: false,
  };
}

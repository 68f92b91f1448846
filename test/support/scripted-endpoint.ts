import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** A call as it came over the wire: the operation of a JSON service, or method and path of a REST one. */
export type Call = { readonly operation: string; readonly path: string; readonly body: Record<string, unknown> };

/**
 * What becomes of one call: an answer; `lost` is done by the service behind, and its answer never arrives;
 * `passed` goes through; `silent` is never answered and never done.
 */
export type Act = { readonly status: number; readonly body: unknown } | "passed" | "lost" | "silent";

export type ScriptedEndpoint = {
  readonly url: string;
  readonly calls: readonly Call[];
  /** Some of its calls are never answered, so whoever calls must give up. */
  readonly leavesWaiting: boolean;
};

/** An error as services with a JSON protocol answer it. */
export const refusal = (type: string, more: object = {}): Act => ({
  status: 400,
  body: { __type: `com.amazonaws.test#${type}`, message: `${type} it is`, ...more },
});

/** A fault of the service, not of the caller: the SDK tries again. */
export const serverFault: Act = { status: 500, body: { __type: "InternalServerError", message: "not today" } };

/**
 * An endpoint that does with each call what `script` says, in order; its last act is repeated. `behind` is the
 * real one (an emulator). Ends with the test.
 */
export async function scriptedEndpoint(
  script: readonly (Act | ((call: Call) => Act))[],
  behind?: string,
): Promise<ScriptedEndpoint> {
  const calls: Call[] = [];
  const server = createServer((asked, answer) => void serve(asked, answer));

  async function serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const sent = await text(asked);
    const call = callOf(asked, sent);
    calls.push(call);
    const step = script[Math.min(calls.length, script.length) - 1] ?? serverFault;
    const act = typeof step === "function" ? step(call) : step;
    if (act === "silent") return;
    const { status, body, headers } =
      act === "passed" || act === "lost" ? await forwarded(asked, sent, behind) : answered(act, `r-${calls.length}`);
    if (act !== "lost") answer.writeHead(status, headers).end(body);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const leavesWaiting = script.some((act) => act === "lost" || act === "silent");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, leavesWaiting };
}

const callOf = ({ headers, method, url = "" }: IncomingMessage, sent: string): Call => ({
  operation: String(headers["x-amz-target"] ?? method).replace(/^.*\./, ""),
  path: url,
  body: sent === "" ? {} : JSON.parse(sent),
});

type Answered = { readonly status: number; readonly body: string; readonly headers: IncomingMessage["headers"] };

function answered({ status, body }: { readonly status: number; readonly body: unknown }, id: string): Answered {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": id };
  const { __type: type } = body as { readonly __type?: string };
  return {
    status,
    headers: type === undefined ? headers : { ...headers, "x-amzn-errortype": type },
    body: JSON.stringify(body),
  };
}

/** The call as it was signed, host included. */
function forwarded(asked: IncomingMessage, sent: string, behind = ""): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { method = "POST", headers } = asked;
    const call = request(new URL(asked.url ?? "/", behind), { method, headers }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode ?? 500, body, headers: answer.headers }), reject);
    });
    call.on("error", reject).end(sent);
  });
}

/**
 * Options of a client that calls a scripted endpoint as it would call AWS, but waits only briefly for an answer that never
 * comes. One that a busy computer is late with is waited for: a call given up is a call more.
 */
export const clientOf = ({ url, leavesWaiting }: ScriptedEndpoint) => ({
  endpoint: url,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  requestHandler: { ...CLIENT_OPTIONS.requestHandler, ...(leavesWaiting ? { requestTimeout: 1_000 } : {}) },
});

import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Api } from "#infra/local/api.ts";
import { headersOf } from "#infra/local/http-event.ts";
import type { TokenVerifier } from "#infra/local/token-verifier.ts";
import { DOCUMENTS_LIMIT } from "#shared/contracts/http/route.ts";
import { faultFields, type Log } from "#shared/runtime/log.ts";
import { Problem, problemBody } from "#shared/runtime/problem.ts";

/** A file or document that the server hands out as it is. */
export type Page = { readonly type: string; readonly body: string | Buffer };

export type ServerParts = {
  readonly api: Api;
  readonly verify: TokenVerifier;
  /** Everything outside /v1: the console, the issuer's documents. Undefined: there is nothing. */
  readonly pageAt: (path: string) => Page | undefined;
  readonly nextRequestId: () => string;
  readonly log: Log;
};

/** The content rules of the console's pages: nothing from elsewhere, nothing inline. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Listens on loopback only. @throws the listen error, such as EADDRINUSE */
export async function listen(
  parts: ServerParts,
  port: number,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => void answer(parts, request, response));
  server.on("clientError", (fault, socket) => refuseBroken(fault, socket, parts.nextRequestId()));
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  await bound(server, port);
  return { port: portOf(server), close: () => closed(server) };
}

/** Whether the port could be had now, for whoever has long work to do before they listen. @throws as {@link listen} */
export async function tryPort(port: number): Promise<void> {
  const server = createServer();
  await bound(server, port);
  await closed(server);
}

const bound = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });

/** What Node's parser says of a request that is none, by what a client is told. */
const BROKEN: { readonly [code: string]: readonly [status: number, words: string] } = {
  HPE_HEADER_OVERFLOW: [431, "Cannot read the request: its headers are larger than 16 kB"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Cannot read the request: it did not come to its end in time"],
};

/** Bytes that are no HTTP request never reach a function; whoever sent them is told, and cut off. */
function refuseBroken(fault: NodeJS.ErrnoException, socket: Duplex, requestId: string): void {
  if (fault.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, words] = BROKEN[fault.code ?? ""] ?? [400, "Cannot read the request: it is no HTTP/1.1"];
  const body = problemBody(new Problem(status, words), requestId);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("Cannot tell the port: the server is not listening");
  return address.port;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((fault) => (fault === undefined ? resolve() : reject(fault))));
}

async function answer(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = parts.nextRequestId();
  try {
    await answerOrThrow(parts, { request, response, requestId });
  } catch (fault) {
    const problem =
      fault instanceof Problem
        ? fault
        : new Problem(500, "Cannot answer: a fault of ours, recorded under this request id");
    if (problem.status === 500) parts.log.error("A request failed in the server", { requestId, ...faultFields(fault) });
    if (!response.headersSent) response.writeHead(problem.status, { "content-type": "application/problem+json" });
    response.end(problemBody(problem, requestId));
  }
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly requestId: string };

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** A page of elsewhere whose name was made to point at this computer would else be served as if it were ours. */
function refuseForeignHost(host: string | undefined): void {
  if (host !== undefined && !LOOPBACK.test(host))
    throw new Problem(421, "Cannot answer for that host: this plane is called at 127.0.0.1 or localhost");
}

/** @throws Problem for a token that is not right, and for one that cannot be judged */
async function verifiedOrRefused({ verify }: ServerParts, { headers }: IncomingMessage) {
  const verified = await verify(headers.authorization);
  if (verified.kind === "unverified")
    throw new Problem(401, `Cannot accept the token: ${verified.because}`, { remedy: "Sign in again" });
  if (verified.kind === "issuer-silent")
    throw new Problem(503, "Cannot check the token: its issuer does not give its keys", {
      remedy: "Try again when it does; nothing was done",
    });
  return verified;
}

async function answerOrThrow(parts: ServerParts, { request, response, requestId }: Exchange): Promise<void> {
  const url = addressOf(request);
  refuseForeignHost(request.headers.host);
  if (!url.pathname.startsWith("/v1/")) {
    const page = request.method === "GET" || request.method === "HEAD" ? parts.pageAt(url.pathname) : undefined;
    if (page === undefined) throw new Problem(404, `Cannot find "${url.pathname}"`);
    response.writeHead(200, {
      "content-type": page.type,
      "content-security-policy": PAGE_POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
    });
    response.end(page.body);
    return;
  }
  const verified = await verifiedOrRefused(parts, request);
  const reply = await parts.api({
    method: request.method ?? "GET",
    url,
    headers: headersOf(request),
    body: await bodyOf(request),
    requestId,
    ...(verified.kind === "claims" ? { claims: verified.claims } : {}),
  });
  response.writeHead(reply.statusCode ?? 200, { ...reply.headers, "x-request-id": requestId } as Record<
    string,
    string
  >);
  response.end(reply.isBase64Encoded === true ? Buffer.from(reply.body ?? "", "base64") : reply.body);
}

function addressOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? "/", "http://127.0.0.1");
  } catch {
    throw new Problem(400, "Cannot read the address of the request");
  }
}

/** As much as any route reads, as in front of a deployed plane; what is too much for its own route the route says. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on without keeping it, so that the answer reaches the sender.
    if (size <= DOCUMENTS_LIMIT) chunks.push(chunk);
    else if (size > 5 * DOCUMENTS_LIMIT) break;
  }
  if (size > DOCUMENTS_LIMIT) throw new Problem(413, `Cannot read the body: more than ${DOCUMENTS_LIMIT} bytes`);
  return Buffer.concat(chunks);
}

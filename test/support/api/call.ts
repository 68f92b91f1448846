import { request } from "node:http";

export type Call = {
  readonly method: string;
  /** With its query, as it goes over the wire. */
  readonly path: string;
  readonly headers?: { readonly [name: string]: string | readonly string[] };
  readonly body?: string | Buffer;
};

export type Reply = {
  readonly status: number;
  readonly type: string;
  readonly requestId: string | undefined;
  readonly text: string;
};

/** One call as it is, with none of the care that `fetch` takes. Rejects when the connection breaks. */
export function call(url: string, { method, path, headers = {}, body }: Call): Promise<Reply> {
  const { hostname, port } = new URL(url);
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path, headers: { ...length, ...headers } as Record<string, string> },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers["content-type"] ?? "",
            requestId: answer.headers["x-request-id"] as string | undefined,
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

export const JSON_TYPE = { "content-type": "application/json" } as const;

export const bearer = (token: string | undefined) => (token === undefined ? {} : { authorization: `Bearer ${token}` });

import type { apiOf } from "#infra/local/api.ts";

type Asked = Parameters<ReturnType<typeof apiOf>>[0];

type Answered = Awaited<ReturnType<ReturnType<typeof apiOf>>>;

/** What is asked for in the benches of requests: one item that one other person decides on. */
export const ASK = {
  items: [{ dataset: "sales.orders", template: "s3-prefix-read", account: "data-prod" }],
  duration: "1h",
  justification: "Looking into the missing orders of Friday",
};

export type Post = { readonly path: string } & Pick<Asked, "headers" | "body" | "claims">;

/** A POST as it reaches the API of the in-process host. */
export const posted = ({ path, headers, ...rest }: Post): Asked => ({
  method: "POST",
  url: new URL(`http://plane${path}`),
  headers: { "content-type": "application/json", ...headers },
  requestId: "bench",
  ...rest,
});

/** What it made. @throws Error when it was refused: a bench of refusals measures nothing */
export function madeBy(
  path: string,
  { statusCode, body }: Answered,
): { readonly id: string; readonly revision: number } {
  if ((statusCode ?? 500) >= 400) throw new Error(`Cannot measure: ${path} was answered ${body}`);
  return JSON.parse(body ?? "{}") as { id: string; revision: number };
}

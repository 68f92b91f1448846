/** What the API said instead of an answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly remedy: string | undefined;

  constructor(status: number, detail: string, remedy: string | undefined) {
    super(detail);
    this.status = status;
    this.remedy = remedy;
  }
}

// In memory only: a reload signs in again.
let token: string | undefined;

export const signedIn = (): boolean => token !== undefined;

export const signOut = (): void => {
  token = undefined;
};

export async function signIn(person: string): Promise<void> {
  token = (await call<{ token: string }>("POST", "/v1/local/sign-in", { body: { person } })).token;
}

type Sent = { readonly body?: object; readonly headers?: Readonly<Record<string, string>> };

/** One call of the API. @throws Refusal with the API's own words */
export async function call<Answer>(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answer> {
  return (await answered(method, path, { ...(body === undefined ? {} : { body }), headers })).json() as Promise<Answer>;
}

export async function fileAt(path: string): Promise<Blob> {
  return (await answered("GET", path, {})).blob();
}

async function answered(method: string, path: string, { body, headers = {} }: Sent): Promise<Response> {
  const answer = await reached(path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.ok) return answer;
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string; remedy?: string };
  throw new Refusal(answer.status, problem.detail ?? `The plane answered ${answer.status}`, problem.remedy);
}

/** @throws Refusal where nobody answers, in words of our own: a browser's are `Failed to fetch` */
async function reached(path: string, sent: RequestInit): Promise<Response> {
  try {
    return await fetch(path, sent);
  } catch {
    throw new Refusal(0, "The plane does not answer", "Is it stopped? npm start begins it again, with all it had.");
  }
}

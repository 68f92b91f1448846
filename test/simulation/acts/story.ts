import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { Case } from "#test/simulation/acts/cases.ts";
import type { AuthorOf } from "#test/simulation/invariants/authors.ts";
import type { Rows } from "#test/simulation/invariants/rows.ts";
import type { World } from "#test/simulation/world/world.ts";

/** A world, what can be seen of it, and what only its story knows. */
export type Story = {
  readonly world: World;
  readonly rows: Rows;
  readonly say: (sentence: string) => void;
  /** Grants whose policies an administrator touched. */
  readonly tampered: Set<string>;
  /** Which request a key made first: any other answer breaks a promise. */
  readonly keys: Map<string, string>;
  /** What each bill adds up to, per month; a bill that is not here must be refused. */
  readonly billed: Map<string, Map<string, bigint>>;
  readonly refusable: Set<string>;
  /** Whether the policy in force asks the lead as well. */
  readonly isStricter: () => boolean;
  /** Whether changes of documents are asked of the head of security as well. */
  readonly isHeldStricter: () => boolean;
  /** Who wrote what a revision of the catalogue brought, where segregation is strict. */
  readonly authorOf: AuthorOf | undefined;
  /** Whether news of held changes were lost on the way, so that somebody may never hear of one. */
  readonly lost: { news: boolean };
  /** The rare cases that this story met. */
  readonly met: Set<Case>;
  count: number;
};

/** Something a person or another system does; says what, or undefined where there is nothing to do it to. */
export type Act = (story: Story) => string | undefined;

/** What is done, and how often beside the rest. */
export type Acts = readonly (readonly [number, Act])[];

export const pick = <Value>({ world }: Story, from: readonly Value[]): Value | undefined =>
  from[Math.floor(world.random() * from.length)];

export const chance = ({ world }: Story, share: number): boolean => world.random() < share;

export const below = ({ world }: Story, most: number): number => Math.floor(world.random() * most);

export type Answer = APIGatewayProxyStructuredResultV2;

export type Call = {
  readonly as: string;
  /** As the identity provider names them. */
  readonly groups?: readonly string[];
  readonly method?: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly body?: JsonObject;
  readonly headers?: { readonly [name: string]: string };
  readonly answered?: (answer: Answer) => void;
};

/** Begins a call of the API by a person who is signed in; no call may ever be a fault of ours. */
export function call(story: Story, { as, groups, method = "POST", path, body, headers = {}, answered }: Call): string {
  const { world } = story;
  story.count += 1;
  const requestId = `call-${story.count}`;
  const name = `${as} ${path} #${story.count}`;
  world.simulator.begin(name, async () => {
    const answer = await world.api({
      method,
      url: new URL(`http://plane${path}`),
      headers: { "content-type": "application/json", ...headers },
      body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
      requestId,
      claims: { sub: as, auth_time: 1, ...(groups === undefined ? {} : { groups }) },
    });
    // Contention too: nobody here is so busy that others may win every try.
    if (answer.statusCode === 500 || answer.body?.includes("others keep changing it"))
      story.say(`api: ${name} was answered ${answer.statusCode}: ${answer.body} ${world.faults.at(-1) ?? ""}`);
    if (answer.statusCode === 409) story.met.add("a race that was lost");
    answered?.(answer);
  });
  return name;
}

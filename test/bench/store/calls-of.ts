import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** What calls of one kind took together; two that ran at the same time count both. */
export type Spent = { readonly count: number; readonly ms: number };

/** Counts and times the calls of a client from now on, by their name. */
export function callsOf(client: DynamoDBClient) {
  let spent = new Map<string, Spent>();
  client.middlewareStack.add(
    (next, { commandName = "a call" }) =>
      async (args) => {
        const name = commandName.replace(/Command$/, "");
        const began = performance.now();
        const answer = await next(args);
        const { count, ms } = spent.get(name) ?? { count: 0, ms: 0 };
        spent.set(name, { count: count + 1, ms: ms + performance.now() - began });
        return answer;
      },
    { step: "initialize", name: "counted" },
  );
  return {
    forget(): void {
      spent = new Map();
    },
    spent: (): ReadonlyMap<string, Spent> => new Map(spent),
  };
}

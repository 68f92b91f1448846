import { AdaptiveRetryStrategy } from "@smithy/core/retry";

/** Three more tries of a call that only looks; a call that changes something is sent once, and judged by reading back. */
const TRIES = { reading: 4, writing: 1 } as const;

/** AWS names what only looks so; a name that is not known counts as a change. */
const isReading = (call: string): boolean => /^(Get|List|Describe|Lookup)[A-Z]/.test(call);

type Token = Parameters<AdaptiveRetryStrategy["refreshRetryTokenForRetry"]>[0];
type Issued = Awaited<ReturnType<AdaptiveRetryStrategy["acquireInitialRetryToken"]>>;
type Mishap = Parameters<AdaptiveRetryStrategy["refreshRetryTokenForRetry"]>[1];

/**
 * The retries of one client: a token bucket for each of its calls, because AWS throttles each API of an account
 * and region by itself, and tags that cannot be read fast enough must not slow down a list.
 */
export class RetriesByCall {
  readonly mode = "adaptive";
  readonly #strategies = new Map<string, AdaptiveRetryStrategy>();
  readonly #of = new WeakMap<Token, AdaptiveRetryStrategy>();

  /** @param call name of the call, which {@link nameCalls} lays where the SDK takes the scope from */
  async acquireInitialRetryToken(call: string): Promise<Token> {
    const strategy = this.#strategyOf(call);
    return this.#kept(await strategy.acquireInitialRetryToken(call), strategy);
  }

  async refreshRetryTokenForRetry(token: Token, mishap: Mishap): Promise<Token> {
    const strategy = this.#of.get(token);
    if (strategy === undefined) throw new Error("Cannot try again: the token is none of these retries");
    return this.#kept(await strategy.refreshRetryTokenForRetry(token, mishap), strategy);
  }

  recordSuccess(token: Token): void {
    this.#of.get(token)?.recordSuccess(token);
  }

  #strategyOf(call: string): AdaptiveRetryStrategy {
    const known = this.#strategies.get(call);
    if (known !== undefined) return known;
    const tries = isReading(call) ? TRIES.reading : TRIES.writing;
    const made = new AdaptiveRetryStrategy(() => Promise.resolve(tries));
    this.#strategies.set(call, made);
    return made;
  }

  #kept(issued: Issued, strategy: AdaptiveRetryStrategy): Token {
    // The strategy's type says less of the tokens it issues than of those it takes back: they are the same.
    const token = issued as Token;
    this.#of.set(token, strategy);
    return token;
  }
}

type Context = { readonly commandName?: string; partition_id?: string };
type Next = (args: object) => Promise<object>;

/** As much of a client's middleware stack as this needs. */
export type NamingStack = {
  add(
    step: (next: Next, context: Context) => Next,
    options: { readonly name: string; readonly step: "initialize" },
  ): void;
};

/** Lays the name of each call where the SDK takes the scope of a retry token from. */
export function nameCalls(stack: NamingStack): void {
  stack.add(
    (next, context) => (args) => {
      context.partition_id = (context.commandName ?? "").replace(/Command$/, "");
      return next(args);
    },
    { name: "tollgateCallName", step: "initialize" },
  );
}

import type { Credentials, MemberSessions } from "#shared/adapters/aws/member-sessions.ts";
import { type NamingStack, nameCalls, RetriesByCall } from "#shared/adapters/aws/resources/retries.ts";
import type { ResourceRef } from "#shared/policy/cloud.ts";

export type Place = Pick<ResourceRef, "account" | "region">;

export type PlaceOptions = {
  readonly region: string;
  readonly credentials: () => Promise<Credentials & { readonly expiration: Date }>;
  readonly retryStrategy: RetriesByCall;
};

/** Makes a client of one service; all of shared/adapters/aws/clients are such. */
export type ClientMaker<Client> = (options: PlaceOptions) => Client;

/** A client of the service that `make` is of, in one place. */
export type ClientOf = <Client extends { readonly middlewareStack: object }>(make: ClientMaker<Client>) => Client;

/** Clients in governed accounts, as their `tollgate-policy` role: one per account, region and service. */
export class MemberClients {
  readonly #sessions: MemberSessions;
  readonly #kept = new Map<string, Map<unknown, unknown>>();

  constructor(sessions: MemberSessions) {
    this.#sessions = sessions;
  }

  in({ account, region }: Place): ClientOf {
    const key = `${account} ${region}`;
    const clients = this.#kept.get(key) ?? new Map<unknown, unknown>();
    this.#kept.set(key, clients);
    return <Client extends { readonly middlewareStack: object }>(make: ClientMaker<Client>): Client => {
      // Kept under its own maker, so it is of the maker's type.
      const known = clients.get(make) as Client | undefined;
      if (known !== undefined) return known;
      const made = make({ region, credentials: () => this.#session(account), retryStrategy: new RetriesByCall() });
      nameCalls(made.middlewareStack as NamingStack);
      clients.set(make, made);
      return made;
    };
  }

  /** Already over, so that the SDK asks each time; the sessions themselves are kept while they last. */
  async #session(account: Place["account"]): Promise<Credentials & { readonly expiration: Date }> {
    return { ...(await this.#sessions.credentialsFor(account, "tollgate-policy")), expiration: new Date(0) };
  }
}

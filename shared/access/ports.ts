import type { AccessRequest, RunningRequest } from "#shared/access/access-request.ts";
import type { Grant, PlannedGrant } from "#shared/access/grant.ts";
import type { HeldGrant, Holdings } from "#shared/access/holdings.ts";
import type { Moved } from "#shared/access/moved.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { People } from "#shared/catalog/people.ts";
import type { Person } from "#shared/catalog/person.ts";
import type { Authors } from "#shared/catalog/rule-authors.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { GrantId, PersonId, RequestId } from "#shared/kernel/ids.ts";
import type { From, Page } from "#shared/kernel/page.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";
import type { OneShots } from "#shared/storage/messaging.ts";
import type { Stored } from "#shared/storage/record.ts";

/** A row as a check read it (`undefined`: was absent). The transaction that relies on the check names it. */
export type Witness = { readonly kind: string; readonly id: string; readonly revision: number | undefined };

/** The first state of a row (`stored` undefined) or the next one of a row as read. */
export type Written<Value> = { readonly stored: Stored<Value> | undefined; readonly moved: Moved<Value> };

/** The memory of one idempotency key: what was asked with it, and which request answered. */
export type RememberedKey = {
  readonly person: PersonId;
  readonly key: string;
  readonly body: Sha256;
  readonly request: RequestId;
};

/** What a person holds, as a check read it; no row says it yet where `stored` is undefined. */
export type Held = {
  readonly person: PersonId;
  readonly grants: readonly HeldGrant[];
  readonly stored: Stored<Holdings> | undefined;
};

/** What is written in one transaction, and what must still be as it was read for it to be written at all. */
export type AccessChanges = {
  readonly requests?: readonly Written<AccessRequest>[];
  readonly grants?: readonly Written<Grant>[];
  readonly key?: RememberedKey;
  /** What somebody holds: laid where no row says it yet, so that the next look needs no list. */
  readonly held?: Held;
  readonly unchanged?: readonly Witness[];
};

/** What an activation writes in one transaction. */
export type Activation = {
  readonly stored: Stored<AccessRequest>;
  readonly request: Moved<RunningRequest>;
  readonly grants: readonly Moved<PlannedGrant>[];
  /** What the beneficiary held when it was checked: written on, and so a condition. */
  readonly held: Held;
  readonly unchanged: readonly Witness[];
};

/** An activation's rows as they were written. */
export type Activated = {
  readonly request: Stored<RunningRequest>;
  readonly grants: readonly Stored<PlannedGrant>[];
};

export type PageAsk = From & { readonly limit: number };

/** A row that is due: it only nominates, whoever acts reads the row again. */
export type DueRow =
  | { readonly kind: "request"; readonly id: RequestId }
  | { readonly kind: "grant"; readonly id: GrantId };

/** Requests, grants and keys. Reads of one row are strongly consistent; lists may be a moment old. */
export interface AccessStore {
  request(id: RequestId): Promise<Stored<AccessRequest> | undefined>;
  grant(id: GrantId): Promise<Stored<Grant> | undefined>;
  rememberedKey(person: PersonId, key: string): Promise<RememberedKey | undefined>;

  /** One page of the open rows of a shard (0 to `dueShards` - 1) whose time has come, the longest due first. */
  due(now: EpochMillis, shard: number, page: PageAsk): Promise<Page<DueRow>>;
  readonly dueShards: number;

  requestsOf(person: PersonId, page: PageAsk): Promise<Page<Stored<AccessRequest>>>;
  requestsIn(state: AccessRequest["state"], page: PageAsk): Promise<Page<Stored<AccessRequest>>>;
  /** One page of all requests whatever their state, the newest first. */
  everyRequest(page: PageAsk): Promise<Page<Stored<AccessRequest>>>;
  /** What a person holds by a strongly consistent read of their row; where there is none, by the list of their grants. */
  heldBy(person: PersonId): Promise<Held>;
  /** One page of the rows of what people hold, by person. */
  everyHoldings(page: PageAsk): Promise<Page<Stored<Holdings>>>;
  /** Writes what a person holds as given, the first row where there was none; false when it is no longer as read. */
  putHoldingsRight(held: Held, grants: readonly HeldGrant[]): Promise<boolean>;
  grantsOf(person: PersonId, page: PageAsk): Promise<Page<Stored<Grant>>>;
  grantsIn(state: Grant["state"], page: PageAsk): Promise<Page<Stored<Grant>>>;
  /** All of them; up to a revision that was just read or written, the table need not be asked. */
  requestEvents(id: RequestId, upTo?: number): Promise<readonly ChainedEvent[]>;
  grantEvents(id: GrantId): Promise<readonly ChainedEvent[]>;

  /**
   * Everything or nothing; false when any row is no longer as read, and then the writer stops. What the people concerned
   * hold is written along with their grants.
   */
  commit(changes: AccessChanges): Promise<boolean>;

  /**
   * Does `work` on the catalogue, the freeze switch and the people as this process saw them last: what it rests on is a
   * condition of the first transaction that it writes. Whatever else it comes to counts for nothing, and it is done once
   * more on rows that are read. So it must do nothing before that transaction that may not be done twice.
   */
  asLastSeen<Value>(work: () => Promise<Value>): Promise<Value>;

  /** {@link commit} of an activation, answering its rows as written for the next step; undefined when it lost. */
  activate(activation: Activation): Promise<Activated | undefined>;

  /** {@link commit} of one grant, answering the row as written for the next step; undefined when it lost. */
  saveGrant<Next extends Grant>(
    stored: Stored<Grant>,
    moved: Moved<Next>,
    unchanged?: readonly Witness[],
  ): Promise<Stored<Next> | undefined>;
}

/** What the company has written and who its people are, as of now. */
export interface Governance {
  /** The catalogue in force, and the row that changes whenever any document does. */
  catalog(): Promise<{ readonly catalog: Catalog; readonly head: Witness }>;

  /** Who wrote each revision of the catalogue; null of what the bootstrap laid, absent where that is not known. */
  authors(): Promise<Authors>;

  /** Every person of the directory; unknown people are absent. */
  people(): Promise<People>;

  /** One person by a strongly consistent read, with their directory row. */
  person(id: PersonId): Promise<{ readonly person: Person | undefined; readonly row: Witness }>;

  /** The freeze switch: while it stands nothing new is activated. Ending access is never frozen. */
  freeze(): Promise<{ readonly frozen: boolean; readonly because: string; readonly row: Witness }>;
}

/** One turn of the freeze switch: by whom, when and why. */
export type FreezeTurn = {
  readonly frozen: boolean;
  readonly because: string;
  readonly by: PersonId;
  readonly at: EpochMillis;
};

/** The freeze switch as people turn it; what activation goes by is {@link Governance.freeze}. */
export interface FreezeSwitch {
  /** The last turn, or undefined while nobody ever turned it. */
  last(): Promise<FreezeTurn | undefined>;
  /** Each turn is an event. False when somebody else turned it at the same moment. */
  turn(to: Pick<FreezeTurn, "frozen" | "because">, by: PersonId): Promise<boolean>;
}

/** One-shot hints at a moment: when a grant ends. */
export type Schedules = OneShots;

/** The function that a grant's end schedule wakes. */
export const END_TARGET = "grant-converge";

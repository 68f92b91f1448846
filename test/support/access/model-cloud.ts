import type { CallReply, GrantCloud, PeopleRole, Read } from "#shared/access/cloud.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { type Clock, type EpochMillis, plus, seconds } from "#shared/kernel/time.ts";

/** What becomes of the next put. */
export type PutFate =
  | "lands"
  /** Under way: it takes effect when the test says so, or never; the caller gets a time-out. */
  | "hangs"
  /** It took effect, and the caller gets a time-out. */
  | "unanswered"
  | "throttled"
  | "refused-for-good"
  /** Accepted, and it never takes effect. */
  | "in-vain";

type UnderWay = { readonly key: string; readonly document: JsonObject; readonly deadline: EpochMillis };

/**
 * The account of the model: calls land when the test says, replies prove nothing, reads may be one
 * moment old. A put lands by its deadline or never (A1), unless `keepsDeadlines` is off.
 */
export class ModelCloud implements GrantCloud {
  readonly fenceMargin = 0;
  readonly policies = new Map<string, JsonObject>();
  readonly roles = new Set<string>();
  readonly underWay: UnderWay[] = [];
  readonly calls: string[] = [];
  readonly putNames = new Set<string>();
  keepsDeadlines = true;
  putFate: PutFate = "lands";
  deletes: "work" | "fail" | "hang" | "in-vain" = "work";
  reads: "fresh" | "stale" | "fail" = "fresh";
  onPut: (name: string) => void = () => {};
  #before = new Map<string, JsonObject>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The world as it is now becomes what a stale read shows. */
  remember(): void {
    this.#before = new Map(this.policies);
  }

  /** Lets the oldest call under way take effect, if it still may. */
  land(): boolean {
    const call = this.underWay.shift();
    if (call === undefined || (this.keepsDeadlines && this.#clock.now() > call.deadline)) return false;
    this.policies.set(call.key, call.document);
    return true;
  }

  /** Names of a role's policies that would allow something at this moment. */
  working(now: EpochMillis): readonly string[] {
    return [...this.policies].filter(([, document]) => allowsAt(document, now)).map(([key]) => key.split("/")[1] ?? "");
  }

  names(): readonly string[] {
    return [...this.policies.keys()].map((key) => key.split("/")[1] ?? "");
  }

  async ensureRole(role: PeopleRole): Promise<CallReply> {
    this.calls.push(`ensureRole ${role.roleName}`);
    this.roles.add(role.roleName);
    return this.#accepted();
  }

  async readRole(role: PeopleRole): Promise<Read<"as-intended" | "different" | "absent">> {
    return this.#read(this.roles.has(role.roleName) ? "as-intended" : "absent");
  }

  async putPolicy(
    put: { readonly role: PeopleRole; readonly name: string; readonly document: JsonObject },
    deadline: EpochMillis,
  ): Promise<CallReply> {
    this.calls.push(`put ${put.name}`);
    this.putNames.add(put.name);
    this.onPut(put.name);
    const key = `${put.role.roleName}/${put.name}`;
    switch (this.putFate) {
      case "lands":
        this.policies.set(key, put.document);
        return this.#accepted();
      case "unanswered":
        this.policies.set(key, put.document);
        return { kind: "unknown", because: "time-out" };
      case "hangs":
        this.underWay.push({ key, document: put.document, deadline });
        return { kind: "unknown", because: "time-out" };
      case "throttled":
        return { kind: "refused", code: "Throttling", message: "Rate exceeded", forGood: false };
      case "refused-for-good":
        return { kind: "refused", code: "LimitExceeded", message: "10240 bytes", forGood: true };
      case "in-vain":
        return this.#accepted();
    }
  }

  async deletePolicy(role: PeopleRole, name: string): Promise<CallReply> {
    this.calls.push(`delete ${name}`);
    if (this.deletes === "hang") return { kind: "unknown", because: "time-out" };
    if (this.deletes === "fail") return { kind: "refused", code: "AccessDenied", message: "not now", forGood: false };
    if (this.deletes !== "in-vain") this.policies.delete(`${role.roleName}/${name}`);
    return this.#accepted();
  }

  async readPolicy(role: PeopleRole, name: string): Promise<Read<JsonObject | undefined>> {
    return this.#read(this.#seen().get(`${role.roleName}/${name}`));
  }

  async listPolicies(role: PeopleRole, prefix: string): Promise<Read<readonly string[]>> {
    this.calls.push(`list ${prefix}`);
    const mine = [...this.#seen().keys()].filter((key) => key.startsWith(`${role.roleName}/${prefix}`));
    return this.#read(mine.map((key) => key.split("/")[1] ?? ""));
  }

  async listRoles() {
    const roles = [...this.roles].map((roleName) => ({
      roleName,
      policyNames: [...this.#seen().keys()]
        .filter((key) => key.startsWith(`${roleName}/`))
        .map((key) => key.split("/")[1] ?? ""),
    }));
    return this.#read(roles);
  }

  async issueCredentials(role: PeopleRole, session: { readonly grant: string; readonly until: EpochMillis }) {
    const expiration = Math.min(session.until, plus(this.#clock.now(), seconds(3_600))) as EpochMillis;
    return this.#read({
      accessKeyId: "ASIAMODEL",
      secretAccessKey: role.roleName,
      sessionToken: session.grant,
      expiration,
    });
  }

  #seen(): ReadonlyMap<string, JsonObject> {
    return this.reads === "stale" ? this.#before : this.policies;
  }

  #accepted(): CallReply {
    return { kind: "accepted", requestId: `call-${this.calls.length}` };
  }

  #read<Value>(value: Value): Read<Value> {
    if (this.reads === "fail") return { kind: "unreadable", code: "ServiceUnavailable", message: "try again" };
    return { kind: "read", value, beganAt: this.#clock.now(), requestId: `read-${this.calls.length}` };
  }
}

type DatedStatement = {
  readonly Condition: {
    readonly DateGreaterThanEquals: { readonly "aws:CurrentTime": string };
    readonly DateLessThan: { readonly "aws:CurrentTime": string };
  };
};

/** Whether any Allow of the document holds at `now`, by its dates alone. */
export function allowsAt(document: JsonObject, now: EpochMillis): boolean {
  const statements = document["Statement"] as readonly DatedStatement[];
  return statements.some(({ Condition }) => {
    const from = Date.parse(Condition.DateGreaterThanEquals["aws:CurrentTime"]);
    const until = Date.parse(Condition.DateLessThan["aws:CurrentTime"]);
    return from <= now && now < until;
  });
}

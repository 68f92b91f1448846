import type { Line } from "#shared/adapters/local/sandbox/line.ts";
import type { SandboxState } from "#shared/adapters/local/sandbox/state.ts";
import { type Clock, since } from "#shared/kernel/time.ts";
import { type CreationTrail, type MadeResource, TRAIL_KEEPS, type WhoMade } from "#shared/policy/creation-trail.ts";

export type SandboxTrailDeps = { readonly state: SandboxState; readonly line: Line; readonly clock: Clock };

/** What the sandbox remembers of who made what is there. What was planted no call made; like AWS it forgets after 90 days. */
export class SandboxCreationTrail implements CreationTrail {
  readonly #deps: SandboxTrailDeps;

  constructor(deps: SandboxTrailDeps) {
    this.#deps = deps;
  }

  async whoMade({ ref, name }: MadeResource): Promise<WhoMade> {
    const { state, line, clock } = this.#deps;
    if (state.accounts.get(ref.account) === undefined)
      return { kind: "unreadable", code: "AccessDenied", message: `There is no account ${ref.account}` };
    const read = line.read({ operation: "cloudtrail:LookupEvents", args: { arn: ref.arn, name } }, (asOf) =>
      state.resources.asOf(ref.arn, asOf),
    );
    if (read.kind === "unreadable") return read;
    const found = read.value;
    if (found?.creator === undefined || since(found.createdAt, clock.now()) > TRAIL_KEEPS)
      return { kind: "not-told", because: "no call of 90 days in its region made it" };
    return { kind: "made-by", principal: found.creator };
  }
}

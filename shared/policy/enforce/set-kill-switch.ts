import { type EnforceDeps, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import { KILL_SWITCH, type KillSwitch } from "#shared/policy/enforce/kill-switch.ts";

/** Stops every write, or lets policies write again. As it is already: nothing changes. */
export const setKillSwitch = (
  to: { readonly on: boolean; readonly by: string; readonly because: string },
  { stores, clock }: Pick<EnforceDeps, "stores" | "clock">,
): Promise<KillSwitch> =>
  withRetries(async () => {
    const stored = await stores.killSwitch.find(KILL_SWITCH);
    if (stored?.value.on === to.on) return stored.value;
    const value: KillSwitch = { ...to, at: clock.now() };
    const event = { type: to.on ? "kill-switch.on" : "kill-switch.off", by: to.by, data: { because: to.because } };
    const row = stores.killSwitch.upsert(KILL_SWITCH, stored, { value, event });
    return (await stores.commit([row])).ok ? value : "moved";
  });

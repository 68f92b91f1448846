import { AsyncLocalStorage } from "node:async_hooks";

/** Called before and after each call of a port. To hold a promise back for ever is to kill the caller. */
export type Gate = (call: string) => Promise<void>;

const current = new AsyncLocalStorage<Gate>();

/** Runs `work` so that every gated port it calls, however deep, waits at `gate`. */
export const behindGate = <Value>(gate: Gate, work: () => Value): Value => current.run(gate, work);

/**
 * The same port with a gate around each call: one stop before the call and one between its effect and
 * its answer, which are the two moments at which a crash can fall. Outside {@link behindGate} it does nothing.
 */
export function gated<Port extends object>(name: string, port: Port): Port {
  return new Proxy(port, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== "function") return member;
      return (...values: readonly unknown[]) => {
        const gate = current.getStore();
        const call = () => Reflect.apply(member, target, values) as unknown;
        return gate === undefined ? call() : around(`${name}.${String(property)}`, gate, call);
      };
    },
  });
}

async function around(what: string, gate: Gate, call: () => unknown): Promise<unknown> {
  await gate(`before ${what}`);
  try {
    return await call();
  } finally {
    await gate(`after ${what}`);
  }
}

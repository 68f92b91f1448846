import type { RouteContract } from "#shared/contracts/http/route.ts";
import { type Call, call, type Reply } from "#test/support/api/call.ts";
import { differences, type StateWatch } from "#test/support/api/state-dump.ts";

/** What a refusal must not tell: stacks, our own names, other people's files. */
const INNARDS = /\n\s+at |node_modules|ZodError|SqliteError|TypeError|RangeError|call stack|\bundefined\b|\[object /;

/**
 * What is wrong with an answer, in words; nothing when it is as every answer must be: no fault of ours,
 * a refusal as problem+json with its words and request id, a good answer as its contract says.
 */
export function faultsOf(reply: Reply, contract?: RouteContract): readonly string[] {
  if (reply.status >= 500) return [`a ${reply.status}: ${reply.text.slice(0, 300)}`];
  if (reply.status >= 400) return refusalFaults(reply);
  const schema = contract?.answers[reply.status];
  if (contract === undefined || !reply.type.startsWith("application/json")) return [];
  if (schema === undefined) return [`a ${reply.status}, which the contract does not have`];
  const parsed = schema.safeParse(JSON.parse(reply.text));
  return parsed.success ? [] : [`a ${reply.status} that its contract refuses: ${parsed.error.message.slice(0, 300)}`];
}

function refusalFaults({ status, type, text }: Reply): readonly string[] {
  if (type !== "application/problem+json") return [`a ${status} of type "${type}"`];
  const problem = JSON.parse(text) as { readonly [name: string]: unknown };
  const faults: string[] = [];
  if (problem["status"] !== status) faults.push(`a ${status} whose body says ${String(problem["status"])}`);
  for (const name of ["type", "title", "detail", "requestId"]) {
    if (typeof problem[name] !== "string" || problem[name] === "") faults.push(`a ${status} without ${name}`);
  }
  if (INNARDS.test(String(problem["detail"]))) faults.push(`a ${status} that tells our innards: ${text.slice(0, 300)}`);
  if (String(problem["detail"]).length > 3_000)
    faults.push(`a ${status} of ${String(problem["detail"]).length} letters`);
  return faults;
}

/** Makes calls one by one and keeps what was wrong with any of them; a refused call that changed state is wrong. */
export function judgeOf(url: string, state: StateWatch) {
  const faults: string[] = [];
  let before = { version: state.version(), dump: state.dump() };
  return {
    faults,
    async call(made: Call, contract?: RouteContract): Promise<Reply> {
      const reply = await call(url, made);
      const changed = state.version() === before.version ? [] : differences(before.dump, state.dump());
      const wrong = [
        ...faultsOf(reply, contract),
        ...(reply.status >= 400 && changed.length > 0
          ? [`a ${reply.status} that changed ${changed.slice(0, 3).join(", ")}`]
          : []),
      ];
      const body = String(made.body ?? "").slice(0, 300);
      for (const fault of wrong) faults.push(`${made.method} ${made.path.slice(0, 200)} ${body}\n  ${fault}`);
      if (state.version() !== before.version) before = { version: state.version(), dump: state.dump() };
      return reply;
    },
  };
}

export type Judge = ReturnType<typeof judgeOf>;

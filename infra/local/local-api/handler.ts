import type { Host } from "#infra/local/host.ts";
import type { Issuer } from "#infra/local/issuer.ts";
import { LOCAL_OPERATORS } from "#infra/local/plane-ports.ts";
import type { Ports } from "#infra/local/ports.ts";
import {
  advanceClock,
  callSandbox,
  listPeople,
  listSandboxResources,
  signIn,
  trySandbox,
} from "#shared/contracts/http/local.ts";
import { accountNumber, personId } from "#shared/kernel/ids.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { httpHandler, route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

export type LocalApiDeps = {
  readonly issuer: Pick<Issuer, "sign">;
  readonly host: () => Pick<Host, "advance" | "settle">;
  /** Who acts where nobody is named. */
  readonly defaultPerson: string;
  /** Whether there is a sandbox; a plane that governs real accounts has none, and lives by the wall clock. */
  readonly hasSandbox: boolean;
};

/** Who lays the first documents and people on a plane that knows nobody yet. */
const FIRST_OPERATOR = "operator";

/** People alone hold no role: before any document is applied, only the operator of the first day can apply one. */
const isUnbegun = async ({ persons, catalogs }: Ports): Promise<boolean> =>
  (await persons.people()).all.length === 0 || (await catalogs.current()).revision === 0;

export const makeHandler = (ports: Ports, deps: LocalApiDeps) =>
  httpHandler(
    [
      route(signIn, async ({ body }) => {
        if (body.person === undefined && (await isUnbegun(ports))) {
          const operator = personId(FIRST_OPERATOR);
          return {
            status: 200,
            body: { token: await deps.issuer.sign(operator, [LOCAL_OPERATORS]), person: operator },
          };
        }
        const person = personId(body.person ?? deps.defaultPerson);
        if ((await ports.persons.find(person))?.value.active !== true) {
          throw new Problem(404, `Cannot sign in as "${person}": there is no active person of that id`, {
            pointer: "/person",
            remedy: "tollgate people lists them",
          });
        }
        return { status: 200, body: { token: await deps.issuer.sign(person), person } };
      }),
      route(listPeople, async () => {
        const people = (await ports.persons.people()).all.filter(({ active }) => active);
        return { status: 200, body: { people: people.map(({ id, name, groups }) => ({ id, name, groups })) } };
      }),
      route(trySandbox, async ({ body, caller }) => {
        needSandbox(deps);
        return { status: 200, body: ports.sandbox.try({ person: caller.person }, body.action, body.resource) };
      }),
      route(callSandbox, async ({ body, caller }) => {
        needSandbox(deps);
        const account = body.account === undefined ? {} : { account: accountNumber(body.account) };
        const outcome = ports.sandbox.perform({ person: caller.person, ...account }, body.action, body.input);
        if (outcome.kind !== "done" && outcome.kind !== "refused")
          throw new Problem(422, outcome.because, { pointer: "/action" });
        await deps.host().settle();
        const { kind, ...rest } = outcome;
        return { status: 200, body: { outcome: kind, ...rest } };
      }),
      route(listSandboxResources, async () => {
        needSandbox(deps);
        return { status: 200, body: { resources: ports.sandbox.list() } };
      }),
      route(advanceClock, async ({ body }) => {
        needSandbox(deps);
        return { status: 200, body: { now: isoOf(await deps.host().advance(body.by)) } };
      }),
    ],
    ports,
  );

function needSandbox({ hasSandbox }: Pick<LocalApiDeps, "hasSandbox">): void {
  if (hasSandbox) return;
  throw new Problem(404, "Cannot use the sandbox: there is none here, because this plane governs AWS accounts", {
    remedy: "npm start brings up a plane with a sandbox",
  });
}

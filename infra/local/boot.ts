import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { type Api, apiOf } from "#infra/local/api.ts";
import { readConnections } from "#infra/local/connections.ts";
import { deliveriesOf } from "#infra/local/deliveries.ts";
import { FUNCTIONS } from "#infra/local/functions.ts";
import { type GovernedAccounts, openStateOf } from "#infra/local/governed-accounts.ts";
import { dropHalfLoaded, type Home } from "#infra/local/home.ts";
import { lockHome } from "#infra/local/home-lock.ts";
import { type Host, hostOf } from "#infra/local/host.ts";
import { type Issuer, openIssuer } from "#infra/local/issuer.ts";
import { localApi } from "#infra/local/local-api/function.ts";
import { makeHandler as makeLocalApi } from "#infra/local/local-api/handler.ts";
import { type Plane, planeOn } from "#infra/local/plane.ts";
import { type PlanePorts, planePortsOf } from "#infra/local/plane-ports.ts";
import { writeSampleDocuments } from "#infra/local/sample/documents.ts";
import { loadSample } from "#infra/local/sample/load-sample.ts";
import { listen, type Page, tryPort } from "#infra/local/server.ts";
import {
  type TokenVerifier,
  type Trust,
  tokenVerifier,
  trustByDiscovery,
  trustOwn,
} from "#infra/local/token-verifier.ts";
import { advancedWallClock } from "#shared/adapters/local/clocks.ts";
import { jsonLog } from "#shared/adapters/node/json-log.ts";
import { nodeDigest, nodeRandom, randomIds } from "#shared/adapters/node/node-ports.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";

export type BootOptions = {
  readonly home: Home;
  readonly port: number;
  readonly sample: boolean;
  readonly version: string;
  readonly tell: (line: string) => void;
  /** Accounts that it governs in place of the sandbox. */
  readonly accounts?: GovernedAccounts;
  readonly pageAt: (path: string) => Page | undefined;
  /** The machine's time, in milliseconds since 1970. */
  readonly wall: () => number;
  /** Sign-in by a company's own OpenID provider; the sample people sign in by the plane's own. */
  readonly issuer?: { readonly url: string; readonly audience: string };
};

export type RunningPlane = { readonly url: string; close(): Promise<void> };

/** Brings the whole plane up on loopback; every part of it is closed again when any fails. */
export async function boot(options: BootOptions): Promise<RunningPlane> {
  const { home, accounts } = options;
  const lock = lockHome(home);
  let database: DatabaseSync | undefined;
  try {
    if (dropHalfLoaded(home)) options.tell("it was not loaded to its end the last time; once more");
    database = openStateOf(home, accounts === undefined ? "sandbox" : "aws");
    const log = jsonLog((line) => appendFileSync(home.logFile, line), options.wall);
    let url = "";
    const plane = planeOn({ database, clock: advancedWallClock(database, options.wall), log });
    const ports = planePortsOf({
      plane,
      specs: FUNCTIONS.map(({ spec }) => spec),
      ids: randomIds,
      random: nodeRandom,
      digest: nodeDigest,
      genesis: genesisOf(plane),
      version: options.version,
      files: home.files,
      connections: readConnections(home.connectionsFile),
      mail: { folder: home.outbox, urlOf: (path) => `${url}${pageOf(path)}` },
      ...(accounts === undefined ? {} : { accounts }),
    });
    const fresh = options.sample && (await ports.platform.persons.people()).all.length === 0;
    if (fresh) {
      await tryPort(options.port);
      await furnishSample(ports, options);
    }
    if (accounts !== undefined) await tellReach(accounts, { ports, tell: options.tell });
    const running = await serve(options, { plane, ports });
    url = running.url;
    return { url, close: () => running.close().finally(lock.release) };
  } catch (fault) {
    database?.close();
    lock.release();
    throw fault;
  }
}

async function tellReach(
  accounts: GovernedAccounts,
  { ports, tell }: { readonly ports: PlanePorts; readonly tell: BootOptions["tell"] },
): Promise<void> {
  const named = [...(await ports.platform.catalogs.current()).accounts.values()];
  for (const line of [...accounts.about, ...(await accounts.reach(named))]) tell(line);
}

/** The laptop's console is one page; `/d/` is where a decision is made. */
const pageOf = (path: string): string => `/#${path.replace(/^\/d\//, "/requests/")}`;
/** The sample company, and its documents where people find them: a plan of that folder has nothing to change. */
async function furnishSample(ports: PlanePorts, { home, tell }: BootOptions): Promise<void> {
  // A process that ends between two steps leaves half a company, which a later start must not take for the whole.
  writeFileSync(home.loadingFile, "");
  const today = await loadSample(ports, tell);
  writeSampleDocuments(home.sampleFolder, today);
  const shown = relative(process.cwd(), home.sampleFolder);
  tell(`its documents are in ${shown.startsWith("..") ? home.sampleFolder : shown}, to edit and plan from`);
  rmSync(home.loadingFile);
}

/** When this state file began. */
function genesisOf({ database, clock }: Plane) {
  database.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES ('genesis', ?)").run(String(clock.now()));
  return epochMillis(Number(database.prepare("SELECT value FROM meta WHERE name = 'genesis'").get()?.["value"]));
}

async function serve(
  options: BootOptions,
  { plane, ports }: { plane: Plane; ports: PlanePorts },
): Promise<RunningPlane> {
  let issuer: Issuer | undefined;
  let verify: TokenVerifier | undefined;
  const host: Host = hostOf(plane, deliveriesOf(plane, FUNCTIONS, handlerOf));
  const sign: Issuer["sign"] = (...of) => issuer?.sign(...of) ?? Promise.reject(new Error("Cannot sign in yet"));

  function handlerOf(spec: FunctionSpec) {
    if (spec.name === localApi.name)
      return makeLocalApi(ports.platform, {
        issuer: { sign },
        host: () => host,
        defaultPerson: "finn.hale",
        hasSandbox: options.accounts === undefined,
      });
    const found = FUNCTIONS.find((each) => each.spec.name === spec.name);
    if (found === undefined) throw new Error(`Cannot run "${spec.name}": there is no such function`);
    return found.makeHandler(ports);
  }

  const server = await listen(
    {
      api: settled(apiOf([...FUNCTIONS.map(({ spec }) => spec), localApi], handlerOf), () => host.settle()),
      verify: (authorization) => verify?.(authorization) ?? Promise.resolve({ kind: "none" }),
      pageAt: (path) => issuerPage(issuer, path) ?? options.pageAt(path),
      nextRequestId: () => randomIds.next("req"),
      log: plane.log,
    },
    options.port,
  );
  const url = `http://127.0.0.1:${server.port}`;
  // The issuer's name holds the port, which is only known now.
  issuer = await openIssuer({ url: `${url}/oidc`, keyFile: options.home.keyFile, clock: plane.clock });
  verify = tokenVerifier(await trustOf(options, issuer, plane));
  writeFileSync(options.home.addressFile, `${url}\n`);
  host.start();
  return {
    url,
    async close() {
      rmSync(options.home.addressFile, { force: true });
      await server.close();
      await host.stop();
      plane.database.close();
    },
  };
}

const trustOf = ({ issuer }: BootOptions, own: Issuer, { clock }: Plane): Promise<Trust> =>
  issuer === undefined
    ? Promise.resolve(trustOwn(own, clock))
    : trustByDiscovery(issuer.url, { audience: issuer.audience, clock });

/** Longest wait for what a change sets off. In milliseconds. */
const PATIENCE = 1_500;

/**
 * Answers a change once what it set off has run, or after a moment: on a laptop the next command of a
 * person or script then sees its effect. Nothing relies on it; in the cloud there is no such wait.
 */
const settled =
  (api: Api, settle: () => Promise<void>): Api =>
  async (input) => {
    const answer = await api(input);
    if (input.method !== "GET") await Promise.race([settle(), setTimeout(PATIENCE, undefined, { ref: false })]);
    return answer;
  };

function issuerPage(issuer: Issuer | undefined, path: string): Page | undefined {
  if (path === "/oidc/.well-known/openid-configuration") return json(issuer?.discovery() ?? {});
  return path === "/oidc/jwks" ? json(issuer?.jwks ?? { keys: [] }) : undefined;
}

const json = (value: object): Page => ({ type: "application/json", body: JSON.stringify(value) });

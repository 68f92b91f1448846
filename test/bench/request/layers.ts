import { type Profiler, type Runtime, Session } from "node:inspector/promises";

/** The layer of a frame, by the folder of its file; the first that fits. Without a name: timed by the bench itself, or its own. */
const LAYERS: readonly { readonly name?: string; readonly fits: RegExp }[] = [
  { fits: /shared\/adapters\/local\/|table-limits\.ts|infra\/local\/token-|test\/bench\// },
  { name: "HTTP and contract", fits: /(infra\/local|shared\/runtime|shared\/contracts)\// },
  { name: "rows and events: text, hash, parse", fits: /shared\/storage\// },
  { name: "domain: access and catalogue", fits: /shared\/(access|catalog)\// },
  { name: "routes, caller, answers", fits: /(functions|shared\/plane)\// },
];

const COLLECTION = "collection of garbage";

const NODE = "promises, and Node around them";

/** A kernel's or a library's time is that of whoever called it. */
const isOurs = ({ url }: Runtime.CallFrame): boolean =>
  url.startsWith("file:") && !/node_modules|shared\/kernel\//.test(url);

/**
 * Runs `work` under V8's sampling profiler and says which share of the samples, 0 to 1, fell into each layer; the largest
 * first. Left out of the whole: what the bench times itself (table and token), what it does itself, and idle time.
 */
export async function sharesByLayer(work: () => Promise<void>): Promise<readonly (readonly [string, number])[]> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 100 });
  await session.post("Profiler.start");
  await work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  const times = timesByLayer(profile);
  const whole = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times].map(([name, time]) => [name, time / whole] as const).toSorted(([, a], [, b]) => b - a);
}

function timesByLayer({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Map<string, number> {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const layerOf = (id: number | undefined): string | undefined => {
    const frame = id === undefined ? undefined : byId.get(id)?.callFrame;
    if (id === undefined || frame === undefined) return NODE;
    if (isOurs(frame)) return namedLayer(`${frame.url} ${frame.functionName}`);
    return frame.functionName === "(garbage collector)" ? COLLECTION : layerOf(parents.get(id));
  };
  const times = new Map<string, number>();
  for (const [at, id] of samples.entries()) {
    if (byId.get(id)?.callFrame.functionName === "(idle)") continue;
    const layer = layerOf(id);
    if (layer !== undefined) times.set(layer, (times.get(layer) ?? 0) + (timeDeltas[at] ?? 0));
  }
  return times;
}

function namedLayer(frame: string): string | undefined {
  const layer = LAYERS.find(({ fits }) => fits.test(frame));
  return layer === undefined ? "elsewhere" : layer.name;
}

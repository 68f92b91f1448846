import { emfMetrics } from "#shared/adapters/aws/emf-metrics.ts";
import { VERSION } from "#shared/adapters/aws/version.ts";
import { wallClock } from "#shared/adapters/aws/wall-clock.ts";
import { jsonLog } from "#shared/adapters/node/json-log.ts";
import { nodeDigest, nodeRandom, randomIds } from "#shared/adapters/node/node-ports.ts";

const toLog = (line: string): void => void process.stdout.write(line);

/** What every function has that keeps no state. Lambda takes lines of JSON as they are. */
export const nodeParts = () => ({
  clock: wallClock,
  digest: nodeDigest,
  ids: randomIds,
  random: nodeRandom,
  version: VERSION,
  log: jsonLog(toLog, Date.now, { version: VERSION }),
  metrics: emfMetrics(toLog, Date.now),
});

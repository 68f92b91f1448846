import { dirname, join, resolve } from "node:path";

/** Where the plane and the governed account of the sample company are. */
export const REGION = "eu-west-1";

const ROOT = resolve(import.meta.dirname, "../..");

export type Place = {
  readonly port: number;
  /** Where its log, its decisions and its temporary files are. */
  readonly folder: string;
  /** Whether what it holds outlives it. */
  readonly keep: boolean;
};

/**
 * All that the emulator knows of this computer: every variable here is also seen by each function that it runs, so
 * nothing of the caller's own environment goes in.
 */
export const emulatorEnvironment = ({ port, folder, keep }: Place): Record<string, string> => ({
  GATEWAY_PORT: String(port),
  // Its default is every network interface.
  BIND_HOST: "127.0.0.1",
  MINISTACK_HOST: "127.0.0.1",
  IOT_MTLS_ENABLED: "0",
  SFTP_ENABLED: "0",
  AUTH: "true",
  // Functions run on the first node there is: the one that runs this, which the project pins.
  PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
  NODE_PATH: join(ROOT, "node_modules"),
  NODE_NO_WARNINGS: "1",
  LAMBDA_ASYNC_RETRY_BASE_SECONDS: "0.2",
  TMPDIR: join(folder, "tmp"),
  // Some services keep a key there, kept state or not.
  STATE_DIR: join(folder, keep ? "state" : "tmp"),
  ...(keep ? { PERSIST_STATE: "1", S3_PERSIST: "1", S3_DATA_DIR: join(folder, "s3") } : {}),
});

/** What a client of the emulator sets: any AWS SDK, and the CDK's command line, which else waits for hosts far away. */
export const clientEnvironment = (url: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: REGION,
  CDK_DISABLE_CLI_TELEMETRY: "true",
});

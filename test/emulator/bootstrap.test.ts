import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { expect, inject, test } from "vitest";
import { clientEnvironment } from "#infra/emulator/environment.ts";
import { ACCOUNT, answerTo, sessionOf } from "./account.ts";

const { url } = inject("emulator");

test("the CDK bootstraps an account with its own template as it is, and its publisher may use the bucket, which takes TLS alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bootstrap-"));
  try {
    const cdk = spawn(
      process.execPath,
      [
        fileURLToPath(import.meta.resolve("aws-cdk/bin/cdk")),
        "bootstrap",
        `aws://${ACCOUNT}/us-east-1`,
        "--no-notices",
        "--ci",
      ],
      { cwd: folder, env: { ...clientEnvironment(url), HOME: folder, NODE_NO_WARNINGS: "1" } },
    );
    let said = "";
    for (const stream of [cdk.stdout, cdk.stderr])
      stream.on("data", (part: Buffer) => {
        said += part.toString();
      });
    const [code] = await once(cdk, "close");
    expect({ code, said }).toEqual({
      code: 0,
      said: expect.stringContaining(`Environment aws://${ACCOUNT}/us-east-1 bootstrapped`),
    });
    const Bucket = `cdk-hnb659fds-assets-${ACCOUNT}-us-east-1`;
    const publisher = await sessionOf(
      url,
      `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-file-publishing-role-${ACCOUNT}-us-east-1`,
    );
    expect(await answerTo(publisher.s3.send(new ListObjectsV2Command({ Bucket })))).toBe("allowed");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

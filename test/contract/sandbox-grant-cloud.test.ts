import { sqliteSandboxStore } from "#shared/adapters/local/sandbox/store.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { grantCloudContract } from "#test/contract/grant-cloud.ts";
import { DANAS_ROLE, testSandbox } from "#test/support/sandbox.ts";

grantCloudContract("SandboxGrantCloud in memory", async () => {
  const { sandbox, clock } = testSandbox();
  return { cloud: sandbox.grants, role: DANAS_ROLE, now: clock.now };
});

grantCloudContract("SandboxGrantCloud on SQLite", async () => {
  const store = sqliteSandboxStore(openStateFile(":memory:", { durability: "normal" }));
  const { sandbox, clock } = testSandbox({ store });
  return { cloud: sandbox.grants, role: DANAS_ROLE, now: clock.now };
});

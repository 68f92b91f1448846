// Starts an emulator and waits to be killed: test/emulator/lifecycle.test.ts kills it without a warning.
import { startEmulator } from "#infra/emulator/emulator.ts";

const [python = "", folder = ""] = process.argv.slice(2);
const { pid, url } = await startEmulator({ python, folder });
process.stdout.write(`${JSON.stringify({ pid, url })}\n`);

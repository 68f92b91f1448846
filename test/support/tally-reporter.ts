import { appendFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/**
 * Ends a run with `N passed, N failed` alone on the last line.
 *
 * A module that does not load and an unhandled error each count as one failure, so a broken suite
 * can never read as zero failures. With TALLY_FILE set, the two numbers are appended to that file,
 * so that several runs can be summed.
 */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed += 1;
        else failed += 1;
      }
    }
    const file = process.env["TALLY_FILE"];
    if (file !== undefined) appendFileSync(file, `${passed} ${failed}\n`);
    process.once("exit", () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }
}

/*
 * Which files one start loads up to its first answer: node test/bench/cold/loaded-files.ts MAIN EVENT
 *
 * Prints `{"files"}`. Listening costs time, so nothing is timed here.
 */
import { registerHooks } from "node:module";

const [, , main = "", event = "{}"] = process.argv;
const files: string[] = [];
registerHooks({
  load(url, context, next) {
    if (url.startsWith("file:")) files.push(url);
    return next(url, context);
  },
});
const { handler } = (await import(main)) as { readonly handler: (event: unknown, context: object) => Promise<unknown> };
await handler(JSON.parse(event), { awsRequestId: "cold", getRemainingTimeInMillis: () => 30_000 });
process.stdout.write(`\n${JSON.stringify({ files })}\n`, () => process.exit(0));

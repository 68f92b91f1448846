/*
 * One cold start, in a process of its own: node test/bench/cold/first-response.ts MAIN EVENT
 *
 * Prints `{"imported", "answered", "worked"}`: milliseconds from before the import to the module, and to the first
 * answer, and how many of these the processor worked for it, which what else the machine does hardly moves.
 */
const [, , main = "", event = "{}"] = process.argv;

const began = performance.now();
const idle = process.cpuUsage();
const { handler } = (await import(main)) as { readonly handler: (event: unknown, context: object) => Promise<unknown> };
const imported = performance.now() - began;
const answer = await handler(JSON.parse(event), { awsRequestId: "cold", getRemainingTimeInMillis: () => 30_000 });
const answered = performance.now() - began;
const { user, system } = process.cpuUsage(idle);
const worked = (user + system) / 1_000;
// The platform would freeze it now; what it still holds open (a connection) is no part of the answer.
process.stdout.write(
  `\n${JSON.stringify({ imported, answered, worked, answer: JSON.stringify(answer)?.slice(0, 200) })}\n`,
  () => process.exit(0),
);

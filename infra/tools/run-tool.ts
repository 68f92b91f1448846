import { spawn } from "node:child_process";

export type ToolOptions = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What to do about it, said when the tool fails. */
  readonly remedy?: string;
};

/** Characters of a tool's output that are kept for the words of its failure. */
const KEPT = 4_000;

/** Runs a tool to its end and answers what it printed. @throws Error with its last words when it fails */
export function runTool(command: string, args: readonly string[], options: ToolOptions = {}): Promise<string> {
  const { remedy, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { ...rest, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    const take = (piece: Buffer): void => {
      printed += piece.toString();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (fault) => reject(failure(fault.message)));
    child.on("close", (code) => (code === 0 ? resolve(printed) : reject(failure(printed.slice(-KEPT)))));
    const failure = (words: string): Error =>
      new Error(
        `Cannot run "${command} ${args.slice(0, 3).join(" ")}": ${words.trim()}${remedy === undefined ? "" : `; ${remedy}`}`,
      );
  });
}

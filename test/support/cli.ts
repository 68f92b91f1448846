import { runCli } from "#functions/cli/program.ts";

/** What a command line told, and how it ended. */
export type Told = { readonly exit: number; readonly out: string; readonly err: string };

type Around = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What a person at the terminal answers, one after the other; without it nobody can be asked. */
  readonly answers?: readonly string[];
  readonly width?: number;
};

/** The whole command line, run in this process with words as a shell would pass them. */
export const cliIn =
  ({ cwd = "/", env = {}, answers, width }: Around = {}) =>
  async (...words: readonly string[]): Promise<Told> => {
    let [out, err] = ["", ""];
    const left = [...(answers ?? [])];
    const exit = await runCli(words, {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      env,
      cwd,
      width,
      ask:
        answers === undefined
          ? undefined
          : async (question) => {
              err += question;
              return left.shift() ?? "";
            },
    });
    return { exit, out, err };
  };

/** The one document that --json printed. */
export const jsonOf = <Document>({ out }: Told): Document => JSON.parse(out) as Document;

/** A pasted line as a shell splits it: quotes hold words together, and what follows `>` is the shell's. */
export function shellWords(line: string): readonly string[] {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? "",
  );
  const redirected = words.findIndex((word) => /^>>?$/.test(word));
  return redirected < 0 ? words : words.slice(0, redirected);
}

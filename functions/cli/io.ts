import type { ExportNamed, ExportRead } from "#shared/cost/verify/read-export.ts";
import type { Result } from "#shared/kernel/result.ts";

/** What the command line touches of the machine, passed in so that tests run it whole. */
export type Io = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  /** Columns of the terminal, undefined when the output is no terminal. */
  readonly width: number | undefined;
  /** A program reads: nobody wants to be told what is waited for. */
  readonly noProgress?: boolean;
  /** Asks a person one line; undefined where nobody can be asked. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Reads an original export as the plane does; absent where nothing reads bills. */
  readonly readBills?: (named: ExportNamed) => Promise<Result<ExportRead, { readonly message: string }>>;
};

/** 0 fine, 1 problem found or refused, 2 wrong use, 3 no connection. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Ends a command with words on stderr and an exit code. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exitCode: ExitCode;
  /** problem+json of the plane, printed instead of the words under --json. */
  readonly problem: object | undefined;

  constructor(exitCode: ExitCode, message: string, problem?: object) {
    super(message);
    this.exitCode = exitCode;
    this.problem = problem;
  }
}

import { CliError } from "#functions/cli/io.ts";
import type { OwnProgram } from "#functions/cli/own-program.ts";
import type { PlaneFound } from "#functions/cli/plane-found.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type From = { readonly program: OwnProgram | undefined; readonly by: PlaneFound["by"] };

/**
 * What the AWS CLI and the SDKs run for a profile, from whatever folder they are in: the plane and the program by their
 * whole paths. `npx` would look there for a package of that name, and ask a registry for it. Words with a blank stand in
 * double quotes, as the AWS documentation asks ("Source credentials with an external process", AWS SDKs and Tools
 * Reference Guide).
 *
 * @throws CliError 1 where a path holds what shells read within double quotes
 */
export function credentialProcess(words: readonly string[], { program, by }: From): string {
  const called = program === undefined ? ["tollgate"] : [program.node, program.program];
  return ["env", `${by.variable}=${by.value}`, ...called, ...words].map(quoted).join(" ");
}

function quoted(word: string): string {
  if (/^[\w./:=@%+,-]+$/.test(word)) return word;
  if (/["$`\\\n]/.test(word))
    throw new CliError(1, `Cannot write "${shown(word)}" into a profile: shells read it otherwise; move that folder`);
  return `"${word}"`;
}

import { CliError } from "#functions/cli/io.ts";
import { doubledKey } from "#shared/kernel/doubled-key.ts";
import { shown } from "#shared/kernel/shown-text.ts";

/** JSON is sent as it was parsed, so what a name hides by standing twice is said here. @throws CliError 2 naming it */
export function refuseDoubled(text: string, what: string): void {
  const twice = doubledKey(text);
  if (twice !== undefined)
    throw new CliError(2, shown(`Cannot read ${what}: ${twice} stands twice, and only one of them can be meant`));
}

import type { Command } from "commander";
import { CliError } from "#functions/cli/io.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type Unread = { readonly pointer: string; readonly detail: string };

/**
 * The plane could not read a value that somebody typed: wrong use, told by the word that was typed (`--duration`)
 * and not by the field of the body that it was sent as (`/duration`). Anything else comes back as it is.
 */
export function asWrongUse(fault: unknown, command: Command): unknown {
  const unread = unreadIn(fault);
  if (unread === undefined) return fault;
  const typed = typedAs(unread.pointer, command);
  if (typed === undefined) return fault;
  const because = unread.detail.slice(readingOf(unread.pointer).length);
  return new CliError(2, shown(`Cannot read ${typed}${because}`), (fault as CliError).problem);
}

const readingOf = (pointer: string): string => `Cannot read ${pointer}`;

function unreadIn(fault: unknown): Unread | undefined {
  if (!(fault instanceof CliError) || fault.problem === undefined) return undefined;
  const { pointer, detail } = fault.problem as Partial<Unread>;
  if (typeof pointer !== "string" || typeof detail !== "string") return undefined;
  return detail.startsWith(`${readingOf(pointer)}: `) ? { pointer, detail } : undefined;
}

/** By the last name in the pointer that is a flag's or an argument's: `/rates/EUR` is `--rate`'s. */
function typedAs(pointer: string, { options, registeredArguments }: Command): string | undefined {
  const steps = pointer.split(/[/:.]/).filter((step) => step !== "");
  const names = steps.map((step) => step.replace(/s$/, ""));
  const option = options.findLast((each) => names.includes(each.attributeName()));
  if (option !== undefined) return option.long;
  const argument = registeredArguments.find((each) => names.includes(each.name()));
  return argument === undefined ? undefined : `<${argument.name()}>`;
}

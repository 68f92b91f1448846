import { type Command, Option } from "commander";

/** What verbs call a reason: the API's own words, which differ by what it is for. */
const REASONS = ["justification", "because", "note"] as const;

type Reasons = { readonly [name in (typeof REASONS)[number]]?: string };

/**
 * Has a command that takes a reason take it by its other names too, unshown: who remembers one of them is not sent
 * away for it. Each of them may be given once.
 */
export function addOtherReasons(command: Command): void {
  const own = ownReason(command);
  if (own === undefined) return;
  for (const name of REASONS)
    if (name !== own)
      command.addOption(new Option(`--${name} <text>`, `the same as --${own}`).hideHelp().conflicts(own));
}

/** The flags with the reason under the command's own name, whichever was typed. */
export function withOwnReason<Flags extends object>(command: Command, flags: Flags & Reasons): Flags {
  const own = ownReason(command);
  if (own === undefined) return flags;
  const { justification, because, note, ...others } = flags;
  const reason = justification ?? because ?? note;
  return { ...others, ...(reason === undefined ? {} : { [own]: reason }) } as Flags;
}

const ownReason = ({ options }: Command): (typeof REASONS)[number] | undefined =>
  REASONS.find((name) => options.some((option) => option.attributeName() === name && !option.hidden));

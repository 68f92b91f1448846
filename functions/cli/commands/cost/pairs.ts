import { InvalidArgumentError } from "commander";

/** What a flag that may be given several times gathers, by name. */
export type Pairs = Readonly<Record<string, string>>;

/** `EUR=1.0825` beside what was given before. @throws InvalidArgumentError when it is no such pair */
export function pairs(text: string, before: Pairs = {}): Pairs {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Write name=value, such as EUR=1.0825.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

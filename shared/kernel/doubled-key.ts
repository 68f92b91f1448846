type Level = {
  /** Names so far of an object; undefined in a list. */
  readonly names: Set<string> | undefined;
  /** Where in it the text is: the last name, or how many entries came before. */
  at: string | number;
};

/**
 * The JSON pointer (RFC 6901) of the first name that stands twice in one object of `text`; undefined where none does.
 *
 * RFC 8259, section 4: what a receiver makes of such an object "is unpredictable". `JSON.parse` takes the last, others
 * the first, so a person, a log and a program may each see another value. Names are compared as they read, whatever
 * escapes they are written with.
 *
 * One pass, each character looked at once, and no call of itself, so that no text makes it slow or deep.
 *
 * @param text - JSON that has been parsed; of anything else the answer says nothing
 */
export function doubledKey(text: string): string | undefined {
  const levels: Level[] = [];
  // Whether the next text in quotes is a name: after the opening of an object, and after each comma in one.
  let naming = false;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark === '"') {
      const end = endOfText(text, at);
      if (naming && isTwice(levels.at(-1), text.slice(at, end + 1))) return pointerOf(levels);
      naming = false;
      at = end;
    } else naming = namingAfter(mark, levels, naming);
  }
  return undefined;
}

/** Goes into, out of or along a level; whether a name comes next. */
function namingAfter(mark: string | undefined, levels: Level[], before: boolean): boolean {
  switch (mark) {
    case "{":
      levels.push({ names: new Set(), at: "" });
      return true;
    case "[":
      levels.push({ names: undefined, at: 0 });
      return false;
    case "]":
    case "}":
      levels.pop();
      return false;
    case ",":
      return nextIn(levels.at(-1));
    default:
      return before;
  }
}

/** Notes the name; whether it was there before. */
function isTwice(level: Level | undefined, quoted: string): boolean {
  if (level?.names === undefined) return false;
  level.at = asRead(quoted);
  if (level.names.has(level.at)) return true;
  level.names.add(level.at);
  return false;
}

/** Goes on to the next entry; whether a name begins it. */
function nextIn(level: Level | undefined): boolean {
  if (typeof level?.at === "number") level.at += 1;
  return level?.names !== undefined;
}

/** Where the quoted text that begins at `start` ends. */
function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

const asRead = (quoted: string): string =>
  quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);

const pointerOf = (levels: readonly Level[]): string =>
  levels.map(({ at }) => `/${`${at}`.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

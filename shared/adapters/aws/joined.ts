/** What waits to be asked for together, and whom to answer. */
type Waiting<Ask, Answer> = {
  readonly ask: Ask;
  readonly answer: (answer: Answer) => void;
  readonly fail: (fault: unknown) => void;
};

export type Together<Ask, Answer> = {
  /** Whether one call takes all of these, by the service's own limits; one alone goes in any case. */
  readonly fits: (asks: readonly Ask[]) => boolean;
  /** Answers in the order of what was asked. What it throws, everybody who was in the call is told. */
  readonly call: (asks: readonly Ask[]) => Promise<readonly Answer[]>;
};

/**
 * One call for all that is asked before the process next waits for something: who asks for several things at once
 * gets them by one call, and who asks for one thing by one, without anybody saying which it is.
 */
export function joined<Ask, Answer>({ fits, call }: Together<Ask, Answer>): (ask: Ask) => Promise<Answer> {
  let waiting: Waiting<Ask, Answer>[] = [];
  const flush = (): void => {
    const all = waiting;
    waiting = [];
    for (const part of partsOf(all, fits)) void answered(part, call);
  };
  return (ask) =>
    new Promise<Answer>((answer, fail) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ ask, answer, fail });
    });
}

function partsOf<Ask, Answer>(
  all: readonly Waiting<Ask, Answer>[],
  fits: Together<Ask, Answer>["fits"],
): readonly (readonly Waiting<Ask, Answer>[])[] {
  const parts: Waiting<Ask, Answer>[][] = [];
  for (const each of all) {
    const part = parts.at(-1);
    if (part !== undefined && fits([...part, each].map(({ ask }) => ask))) part.push(each);
    else parts.push([each]);
  }
  return parts;
}

async function answered<Ask, Answer>(
  waiting: readonly Waiting<Ask, Answer>[],
  call: Together<Ask, Answer>["call"],
): Promise<void> {
  try {
    const answers = await call(waiting.map(({ ask }) => ask));
    for (const [place, { answer }] of waiting.entries()) answer(answers[place] as Answer);
  } catch (fault) {
    for (const { fail } of waiting) fail(fault);
  }
}

/** An RFC 6901 pointer to the member reached by these steps; no step is the whole document. */
export const pointerOf = (...steps: readonly (string | number)[]): string =>
  steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

export const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

/** What lies at a pointer, or undefined when nothing does. */
export function valueAt(value: unknown, pointer: string): unknown {
  let current = value;
  for (const step of stepsOf(pointer)) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as { readonly [key: string]: unknown })[step];
  }
  return current;
}

/** A copy in which the member at the pointer is `next`; the steps must exist. */
export function replaceAt<Value>(value: Value, pointer: string, next: unknown): Value {
  return replaced(value, stepsOf(pointer), next) as Value;
}

function replaced(value: unknown, steps: readonly string[], next: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== "object" || value === null) return next;
  if (Array.isArray(value)) {
    return value.map((each, index) => (String(index) === step ? replaced(each, rest, next) : each));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, key === step ? replaced(member, rest, next) : member]),
  );
}

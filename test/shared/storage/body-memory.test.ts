import { describe, expect, test } from "vitest";
import { readOnce } from "#shared/storage/body-memory.ts";

type Thing = { readonly name: string; readonly tags: readonly { readonly key: string }[] };

const thing = (name: string): Thing => ({ name, tags: [{ key: "team" }] });

/** Reads `body` and counts how often it had to. */
function reader(kind: object) {
  const asked = { times: 0 };
  const read = (body: string) =>
    readOnce(kind, body, () => {
      asked.times += 1;
      return thing(body);
    });
  return { asked, read };
}

describe("the memory of bodies that were read", () => {
  test("reads a text once, and another text for itself", () => {
    const { asked, read } = reader({});
    expect([read("one"), read("two"), read("one")].map(({ name }) => name)).toEqual(["one", "two", "one"]);
    expect(asked.times).toBe(2);
  });

  test("knows a text of one kind only: another kind reads it by its own schema", () => {
    expect(readOnce({}, "same", () => "by the first")).toBe("by the first");
    expect(readOnce({}, "same", () => "by the second")).toBe("by the second");
  });

  test.each([
    { what: "a field of it", change: (value: Thing) => Object.assign(value, { name: "mallory" }) },
    { what: "a field deep in it", change: (value: Thing) => Object.assign(value.tags[0] ?? {}, { key: "owner" }) },
    { what: "a list in it", change: (value: Thing) => (value.tags as { key: string }[]).push({ key: "owner" }) },
  ])("nobody can change what the next one reads: $what", ({ change }) => {
    const { read } = reader({});
    expect(() => change(read("one"))).toThrow(TypeError);
    expect(read("one")).toEqual(thing("one"));
  });

  test("remembers nothing that would stay changeable", () => {
    expect(() => readOnce({}, "text", () => new Map([["a", 1]]))).toThrow(TypeError);
  });

  test("a text that cannot be read is refused each time", () => {
    const kind = {};
    const fail = () =>
      readOnce(kind, "bad", () => {
        throw new Error("no shape");
      });
    expect(fail).toThrow("no shape");
    expect(fail).toThrow("no shape");
  });

  test("keeps two million characters of a kind, and lets the oldest go", () => {
    const { asked, read } = reader({});
    const long = (first: string) => first.padEnd(900_000, ".");
    for (const text of [long("a"), long("b"), long("c")]) read(text);
    read(long("b"));
    read(long("c"));
    expect(asked.times).toBe(3);
    read(long("a"));
    expect(asked.times).toBe(4);
  });
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { markup, verbatim } from "#shared/rendering/markup.ts";

test.each([
  { because: "an element", text: "<script>alert(1)</script>", shows: "&lt;script&gt;alert(1)&lt;/script&gt;" },
  { because: "the end of an attribute", text: `" onload='x`, shows: "&quot; onload=&#39;x" },
  { because: "an entity", text: "a &amp; b", shows: "a &amp;amp; b" },
  { because: "text that runs backwards", text: "\u202egnp.exe", shows: "[U+202E]gnp.exe" },
  { because: "a terminal code", text: "\u001b[31m", shows: "[U+001B][31m" },
])("$because in a name is shown, never obeyed", ({ text, shows }) => {
  expect(markup`<p title="${text}">${text}</p>`.markup).toBe(`<p title="${shows}">${shows}</p>`);
});

test("markup stays markup, lists are joined, nothing is nothing", () => {
  expect(markup`${[markup`<b>${1}</b>`, "&", undefined]}${verbatim("<i>")}`.markup).toBe("<b>1</b>&amp;<i>");
});

test("no text can bring a tag or a quote into a page", () => {
  void fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(markup`${text}`.markup).not.toMatch(/[<>"']/);
    }),
  );
});

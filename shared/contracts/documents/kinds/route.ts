import { LEVELS } from "#shared/catalog/documents/document.ts";
import type { Route } from "#shared/catalog/documents/route.ts";
import { oneOrMore } from "#shared/contracts/documents/collections.ts";
import { destination } from "#shared/contracts/documents/destinations.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { schedule } from "#shared/contracts/documents/moments.ts";
import { quoted } from "#shared/contracts/documents/problem.ts";
import { optional, required } from "#shared/contracts/documents/record.ts";
import { findingSelector } from "#shared/contracts/documents/selectors.ts";
import { checked, complainAt, isWritten, type Shape } from "#shared/contracts/documents/shape.ts";
import { word } from "#shared/contracts/documents/words.ts";

const whole: Shape<Route> = documentShape("Route", {
  when: optional(findingSelector, "Which findings; without it, every one", { team: "orders" }),
  immediately: optional(word(LEVELS, "severity"), "This severity and above at once, the rest in the digest", "high"),
  digest: optional(schedule, "When the digest goes, as five-field cron", "0 9 * * 1-5"),
  send: required(oneOrMore(destination), "To whom; each hears of a finding once", [{ slack: "#orders-data" }]),
});

/** What is neither sent at once nor in a digest would be sent never. */
export const route: Shape<Route> = checked(whole, ({ id, immediately, digest }, place) => {
  if (digest !== undefined || immediately === "low" || isWritten(place, "/digest")) return;
  const below = immediately === undefined ? "its findings" : `what is below ${quoted(immediately)}`;
  const message = `Cannot load route ${quoted(id)}: ${below} would never be sent; write a digest, such as digest: "0 9 * * 1-5"`;
  complainAt(place, "/id", { code: "never-sent", message });
});

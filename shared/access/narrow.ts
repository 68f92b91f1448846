import type { Item, Limits, PendingRequest, RequestTerms } from "#shared/access/access-request.ts";
import { effectOf } from "#shared/access/effect.ts";
import { compileTemplate } from "#shared/access/template-compile.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { millis, plus } from "#shared/kernel/time.ts";

type Narrowed = Pick<RequestTerms, "items" | "dropped">;

/** The places of the items that are still asked for; a decision may have taken others out. */
export const placesLeft = ({ items, dropped = [] }: Narrowed): readonly number[] =>
  [...items.keys()].filter((place) => !dropped.includes(place));

export const itemsLeft = (request: Narrowed): readonly Item[] =>
  request.items.filter((_, place) => request.dropped?.includes(place) !== true);

export type TooWide = "longer-than-asked" | "wider-than-asked" | "nothing-left";

/** Why limits would widen what is asked, or leave nothing of it; undefined when they only narrow it. */
export function tooWide(request: PendingRequest, { duration = request.duration, items }: Limits): TooWide | undefined {
  if (duration > request.duration || duration <= 0) return "longer-than-asked";
  if (items === undefined) return undefined;
  if (items.length === 0) return "nothing-left";
  const left = placesLeft(request);
  return items.every((place) => left.includes(place)) ? undefined : "wider-than-asked";
}

/** The request within the limits of a decision. Its stages stay: nobody is asked less because less is asked for. */
export function narrow(request: PendingRequest, limits: Limits, catalog: Catalog): PendingRequest {
  if (limits.duration === undefined && limits.items === undefined) return request;
  const duration = limits.duration ?? request.duration;
  const shorter = millis(duration - request.duration);
  const kept = limits.items ?? placesLeft(request);
  const dropped = [...request.items.keys()].filter((place) => !kept.includes(place));
  const { dropped: _before, ...rest } = request;
  const next: PendingRequest = {
    ...rest,
    duration,
    // An extension is approved to a moment: less of it is an earlier one.
    ...(request.extends === undefined
      ? {}
      : { extends: { request: request.extends.request, until: plus(request.extends.until, shorter) } }),
    ...(dropped.length === 0 ? {} : { dropped }),
  };
  const effects = itemsLeft(next).map((item) => {
    const compiled = compileTemplate(catalog, item);
    return { item, says: compiled.ok ? compiled.value.effect : undefined };
  });
  return { ...next, effect: effectOf(next, effects, { catalog, byRule: false }) };
}

/** `for at most 2h; only sales.orders in prod`, as people read a decision. */
export function limitsText({ duration, items }: Limits, all: readonly Item[]): string {
  const only = (items ?? [])
    .flatMap((place) => all[place] ?? [])
    .map((item) => `${item.dataset} in ${item.environment}`);
  return [
    ...(duration === undefined ? [] : [`for at most ${formatDuration(duration)}`]),
    ...(only.length === 0 ? [] : [`only ${only.join(", ")}`]),
  ].join("; ");
}

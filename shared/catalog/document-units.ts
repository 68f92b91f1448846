/** What a number of a document counts: things, milliseconds, or parts per million. */
export type DocumentUnit = "count" | "duration" | "share";

/**
 * By the end of its JSON pointer, whatever the kind of document. The first that fits counts: the `min` of
 * a justification is words, every other one a duration.
 */
const UNITS: readonly (readonly [RegExp, DocumentUnit])[] = [
  [/\/justification\/min$/, "count"],
  [/\/(need|maxConcurrent|maxUserTags|format|tier|tier\/\d+|caps\/run|caps\/day)$/, "count"],
  [/\/(share|alert\/\d+\/at|caps\/scope)$/, "share"],
  [/\/(min|max|maxTotal|unset)$/, "duration"],
  [/\/(freshness|acknowledge|resolve|review|within)$/, "duration"],
  [/\/(pending|remind\/\d+|after|grace)$/, "duration"],
  [/\/(sweep|settle|undo|verify)$/, "duration"],
];

/** What the number at a pointer of a document's JSON counts; undefined where documents have no number. */
export const unitAt = (pointer: string): DocumentUnit | undefined => UNITS.find(([ends]) => ends.test(pointer))?.[1];

import { changeNotify } from "#functions/change-notify/function.ts";
import { findingNotify } from "#functions/finding-notify/function.ts";
import { requestNotify } from "#functions/request-notify/function.ts";
import type { RequestPost } from "#shared/access/request-post.ts";
import type { ChangePost } from "#shared/findings/change-post.ts";
import { SEVERITIES } from "#shared/findings/finding.ts";
import { destinationKey, type Message } from "#shared/findings/message-sink.ts";
import type { Post, PostMark } from "#shared/findings/post.ts";
import { type Millis, seconds } from "#shared/kernel/time.ts";
import type { RowChange, Rows } from "#test/simulation/invariants/rows.ts";

type Say = (sentence: string) => void;

/** How often a finding had opened, and how bad it was: later turns are greater. */
function turnOf(turn: string): readonly [number, number] {
  const [repeats = "", severity = ""] = turn.split("#");
  return [Number(repeats), (SEVERITIES as readonly string[]).indexOf(severity)];
}

/** What one destination was told never goes back to what it was told before. */
export function checkPost({ id, before, after }: RowChange, say: Say): void {
  if (before === undefined) return;
  const [was, is] = [before as Post, after as Post];
  const [[repeats, rank], [repeatsNow, rankNow]] = [turnOf(was.turn), turnOf(is.turn)];
  if (repeatsNow < repeats) say(`posts: ${id} was told of turn ${was.turn}, and then of ${is.turn}`);
  if (repeatsNow === repeats && rankNow < rank) say(`posts: ${id} was told of ${was.turn}, and then of ${is.turn}`);
  if (is.turn === was.turn) checkTold(id, { was, is }, say);
}

/** Its key says the turn: one row is of one thing told to one destination. */
export function checkRequestPost({ id, before, after }: RowChange, say: Say): void {
  if (before !== undefined) checkTold(id, { was: before as RequestPost, is: after as RequestPost }, say);
}

/** So does the key of what is told of a held change. */
export function checkChangePost({ id, before, after }: RowChange, say: Say): void {
  if (before !== undefined) checkTold(id, { was: before as ChangePost, is: after as ChangePost }, say);
}

type Marks = { readonly was: PostMark; readonly is: PostMark };

function checkTold(id: string, { was, is }: Marks, say: Say): void {
  if (was.state === "DELIVERED" && is.state !== "DELIVERED")
    say(`posts: ${id} was delivered, and is ${is.state} again`);
  if (is.attempts < was.attempts) say(`posts: ${id} was tried ${was.attempts} times, and now ${is.attempts}`);
}

export type Sending = {
  readonly rows: Rows;
  /** How long the run lasts that sends. A simulation holds it for as long as it likes; a host ends it. */
  readonly runsFor: Millis;
};

/** Once it is known to be told, a change is never told again: a crash before that may repeat it, under one key. */
export const messageWatch =
  ({ rows, runsFor }: Sending, say: Say) =>
  (message: Message): void => {
    const { spec, isTold } = teller(message);
    if (runsFor > seconds(spec.timeoutSeconds)) return;
    if (isTold(message, rows)) say(`posts: ${message.key} is sent, and was delivered before`);
  };

/** Who tells it, by what it is about. */
function teller({ thread, path }: Message) {
  if (thread === undefined) return { spec: findingNotify, isTold: isToldOfFinding };
  if (path.startsWith("/changes/")) return { spec: changeNotify, isTold: isToldOf("change-post") };
  return { spec: requestNotify, isTold: isToldOf("request-post") };
}

const isToldOf =
  (kind: "request-post" | "change-post") =>
  ({ key }: Message, rows: Rows): boolean =>
    (rows.get(kind, key) as PostMark | undefined)?.state === "DELIVERED";

/** Digests tell of many findings, and have marks of their own: none has a row here. */
function isToldOfFinding({ key, destination, path }: Message, rows: Rows): boolean {
  const [finding, turn] = [path.replace("/findings/", ""), key.split("#").slice(-2).join("#")];
  const post = rows.get("finding-post", `${finding}#${destinationKey(destination)}`) as Post | undefined;
  return post?.turn === turn && post.state === "DELIVERED";
}

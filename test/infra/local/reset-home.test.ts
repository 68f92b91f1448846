import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HomeError, openHome } from "#infra/local/home.ts";
import { lockHome } from "#infra/local/home-lock.ts";
import { resetHome } from "#infra/local/reset-home.ts";

let room: string;
let asked: string[];
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "tollgate-reset-"));
  writeFileSync(openHome(room).stateFile, "state");
  asked = [];
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

const answering = (answer: string) => async (question: string) => {
  asked.push(question);
  return answer;
};

const kept = (): boolean => existsSync(join(room, "state.sqlite"));

describe("a reset", () => {
  test.each(["y", "Yes", " YES "])(
    "asked about at a terminal and answered %j removes what the plane keeps",
    async (answer) => {
      await resetHome(room, { yes: false, ask: answering(answer) });
      expect(asked).toEqual([`Everything the plane keeps in "${room}" will be removed. Go on? [y/N] `]);
      expect(kept()).toBe(false);
    },
  );

  test.each(["", "n", "no", "yes please", "yesterday"])("answered %j removes nothing, and says so", async (answer) => {
    await expect(resetHome(room, { yes: false, ask: answering(answer) })).rejects.toThrow(/^Nothing was removed$/);
    expect(kept()).toBe(true);
  });

  test("whose question is left by Ctrl-C or Ctrl-D removes nothing, and says so", async () => {
    const leaving = () => Promise.reject(new Error("Aborted with Ctrl+C"));
    await expect(resetHome(room, { yes: false, ask: leaving })).rejects.toThrow(/^Nothing was removed$/);
    expect(kept()).toBe(true);
  });

  test("where nobody sits at a terminal removes what the plane keeps: a script has said what it wants", async () => {
    await resetHome(room, { yes: false, ask: undefined });
    expect(kept()).toBe(false);
  });

  test("that was answered beforehand asks nothing", async () => {
    await resetHome(room, { yes: true, ask: answering("no") });
    expect(asked).toEqual([]);
    expect(kept()).toBe(false);
  });

  test("of a folder that holds nothing asks nothing, with anybody or nobody there", async () => {
    rmSync(join(room, "state.sqlite"));
    await resetHome(room, { yes: false, ask: undefined });
    await resetHome(join(room, "never"), { yes: false, ask: answering("no") });
    expect(asked).toEqual([]);
    expect(existsSync(join(room, "never"))).toBe(false);
  });

  test("removes nothing below the feet of a plane that runs", async () => {
    const lock = lockHome(openHome(room));
    await expect(resetHome(room, { yes: true, ask: undefined })).rejects.toThrow(HomeError);
    expect(kept()).toBe(true);
    lock.release();
  });
});

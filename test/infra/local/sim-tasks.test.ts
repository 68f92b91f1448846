import { expect, test } from "vitest";
import { gated } from "#infra/local/gates.ts";
import { beginTask, resumeTask, type Task } from "#infra/local/sim-tasks.ts";

const notes = (): { readonly written: string[]; readonly port: { write(what: string): Promise<string> } } => {
  const written: string[] = [];
  const write = async (what: string): Promise<string> => {
    written.push(what);
    return what;
  };
  return { written, port: gated("notes", { write }) };
};

async function toTheEnd(task: Task): Promise<readonly string[]> {
  const stops: string[] = [];
  while (!task.over) stops.push(await resumeTask(task));
  return stops;
}

test("a task that makes several calls at once is held at each, and lets the first go first", async () => {
  const { written, port } = notes();
  const task = beginTask("three notes", () => Promise.all(["a", "b", "c"].map((each) => port.write(each))));
  await resumeTask(task);
  expect(task.held.map(({ call }) => call)).toEqual(["before notes.write", "before notes.write", "before notes.write"]);
  await resumeTask(task);
  expect(written).toEqual(["a"]);
  expect(task.held.map(({ call }) => call)).toEqual(["before notes.write", "before notes.write", "after notes.write"]);
  await resumeTask(task);
  expect(written).toEqual(["a", "b"]);
  expect(task.over).toBe(false);
  await toTheEnd(task);
  expect(written).toEqual(["a", "b", "c"]);
  expect(task.held).toEqual([]);
});

test("a task is over once its last gate was let go, not while one still holds it", async () => {
  const { port } = notes();
  const task = beginTask("two notes", () => Promise.all([port.write("a"), port.write("b")]));
  const stops = await toTheEnd(task);
  expect(stops).toEqual([
    "start",
    "before notes.write",
    "before notes.write",
    "after notes.write",
    "after notes.write",
  ]);
});

test("what a task throws while it holds several gates reaches whoever resumes it", async () => {
  const { port } = notes();
  const task = beginTask("one fails", () =>
    Promise.all([port.write("a"), port.write("b").then(() => Promise.reject(new Error("Cannot go on")))]),
  );
  await expect(toTheEnd(task)).rejects.toThrow("Cannot go on");
});

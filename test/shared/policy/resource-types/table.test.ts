import { describe, expect, test } from "vitest";

import {
  controlOf,
  isWatchedName,
  RESOURCE_TYPES,
  watchedCalls,
  watchedEvents,
} from "#shared/policy/resource-types/table.ts";
import { isOffered } from "#shared/policy/retention-interval.ts";

const types = [...RESOURCE_TYPES.values()];

describe("the table of resource types", () => {
  test("has the types of a data platform, each once", () => {
    expect(types.length).toBeGreaterThanOrEqual(30);
    expect(new Set(types.map(({ key }) => key)).size).toBe(types.length);
  });

  test.each(types)("$key has a create call, an ARN of its form and only paths into the record", (type) => {
    expect(type.key).toMatch(/^[a-z0-9-]+\.[a-z-]+$/);
    expect(type.service).toMatch(/^[a-z0-9-]+\.amazonaws\.com$/);
    expect(type.arn).toMatch(/^arn:\{partition\}:[a-z0-9-]+:(\{region\})?:(\{account\})?:.*\{id\}$/);
    expect(type.creates.length).toBeGreaterThan(0);
    const paths = [...type.creates, ...type.changes].flatMap(({ id, retention = [] }) => [
      ...id,
      ...retention.map(({ path }) => path),
    ]);
    for (const path of paths) expect(path).toMatch(/^(requestParameters|responseElements)(\.\w+(\[\])?)+$/);
    if (type.arnFrom === "record") expect(type.creates.every(({ arn = [] }) => arn.length > 0)).toBe(true);
  });

  test.each(types.flatMap(({ key, controls }) => controls.map((control) => ({ key, control }))))(
    "$key $control.id is made with a value that AWS offers, or none",
    ({ control: { offered, atCreation } }) => {
      if (typeof atCreation === "number") expect(isOffered(offered, atCreation)).toBe(true);
      if (offered.kind === "list") expect(offered.values).toEqual([...offered.values].toSorted((a, b) => a - b));
    },
  );

  test("offers the 22 lengths of log retention, and 123 is none", () => {
    const offered = controlOf("logs.log-group", "logs.retention")?.offered;
    expect(offered?.kind === "list" ? offered.values.length : 0).toBe(22);
    expect(offered === undefined ? true : isOffered(offered, 123)).toBe(false);
  });

  test("finds calls by service and name together", () => {
    expect(watchedEvents("redshift.amazonaws.com", "CreateCluster").map(({ type }) => type.key)).toEqual([
      "redshift.cluster",
    ]);
    expect(watchedEvents("eks.amazonaws.com", "CreateCluster")).toEqual([]);
    expect(isWatchedName("CreateCluster")).toBe(true);
    expect(isWatchedName("PutObject")).toBe(false);
    expect(watchedCalls()).toContainEqual({ source: "s3.amazonaws.com", name: "CreateBucket" });
  });

  test("knows no control of another type", () => {
    expect(controlOf("s3.bucket", "logs.retention")).toBeUndefined();
    expect(controlOf("nobody.knows", "logs.retention")).toBeUndefined();
  });
});

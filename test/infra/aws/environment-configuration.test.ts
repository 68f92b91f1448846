import { afterEach, describe, expect, test } from "vitest";
import { loadConfig } from "#infra/aws/environment-configuration.ts";

const NAME = "TOLLGATE_TEST_SETTING";
const setting = <Value>(otherwise: Value | (() => Value | Promise<Value>)) => ({
  environmentVariableSelector: (environment: { readonly [name: string]: string | undefined }) =>
    environment[NAME] as Value | undefined,
  configFileSelector: () => {
    throw new Error("No file is asked");
  },
  default: otherwise,
});

describe("a setting of the SDK in a function", () => {
  afterEach(() => {
    delete process.env[NAME];
  });

  test("is what the environment says", async () => {
    process.env[NAME] = "said";
    expect(await loadConfig(setting("default"))()).toBe("said");
  });

  test.each([
    ["a value", "default"],
    ["a function", () => "default"],
    ["a promise", async () => "default"],
  ])("is its default where the environment says nothing: %s", async (_form, otherwise) => {
    expect(await loadConfig(setting<string>(otherwise))()).toBe("default");
  });

  test("is asked for once, when it is first needed", async () => {
    let asked = 0;
    const read = loadConfig(setting(() => (asked += 1)));
    expect(asked).toBe(0);
    expect([await read(), await read()]).toEqual([1, 1]);
  });

  test("fails where there is none, or what is said cannot be", async () => {
    const missing = setting<string>(() => {
      throw new Error("Region is missing");
    });
    await expect(loadConfig(missing)()).rejects.toThrow("Region is missing");
    const wrong = {
      environmentVariableSelector: () => {
        throw new Error('Cannot use "many"');
      },
      default: 3,
    };
    await expect(loadConfig(wrong)()).rejects.toThrow('Cannot use "many"');
  });

  test("knows what signs, where a setting depends on it", async () => {
    const named = {
      environmentVariableSelector: (_: object, { signingName }: { readonly signingName?: string }) => signingName,
      default: "none",
    };
    expect(await loadConfig(named, { signingName: "dynamodb" })()).toBe("dynamodb");
    expect(await loadConfig(named)()).toBe("none");
  });
});

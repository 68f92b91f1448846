import { describe, test } from "vitest";
import { MAKE } from "#test/emulator/contract/make-resource.ts";
import { keepsToItsType } from "#test/emulator/contract/resource-type.ts";

describe("a type that the contract says nothing of", () => {
  test.each(Object.entries(MAKE))("%s is listed, tagged, read back, and told when it is gone", keepsToItsType);
});

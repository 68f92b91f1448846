import type { Json, JsonObject } from "#shared/kernel/json.ts";
import { OPERATORS } from "./operators.ts";
import type { Condition } from "./statement.ts";

type ReadConditions = { readonly conditions: readonly Condition[]; readonly flaw?: string };

/** The `Condition` block as a list that must hold as a whole, or its flaw. */
export function readConditions(block: Json | undefined): ReadConditions {
  if (block === undefined) return { conditions: [] };
  if (!isObject(block)) return { conditions: [], flaw: "its Condition is no JSON object" };
  const conditions: Condition[] = [];
  for (const [name, keys] of Object.entries(block)) {
    const operator = readOperator(name);
    if (operator === undefined) return { conditions: [], flaw: `"${name}" is no condition operator` };
    if (!isObject(keys)) return { conditions: [], flaw: `"${name}" needs condition keys with their values` };
    for (const [key, value] of Object.entries(keys)) {
      const values = readValues(value);
      if (values === undefined) return { conditions: [], flaw: `"${key}" under ${name} has no readable value` };
      conditions.push({ ...operator, key, values });
    }
  }
  return { conditions };
}

function readOperator(name: string): Pick<Condition, "operator" | "set" | "ifExists"> | undefined {
  const [, prefix, rest = ""] = /^(?:(ForAnyValue|ForAllValues):)?(.*)$/s.exec(name) ?? [];
  const set = prefix === "ForAnyValue" ? "any" : prefix === "ForAllValues" ? "all" : "single";
  // Null asks whether the key is there: AWS gives it neither a set form nor IfExists.
  if (rest === "Null") return set === "single" ? { operator: rest, set, ifExists: false } : undefined;
  const ifExists = rest.endsWith("IfExists");
  const operator = ifExists ? rest.slice(0, -"IfExists".length) : rest;
  return OPERATORS.has(operator) ? { operator, set, ifExists } : undefined;
}

/** Values are texts; a bare number or boolean is its text, as AWS takes them. */
function readValues(value: Json | undefined): readonly string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  const simple = list.every((each) => ["string", "number", "boolean"].includes(typeof each));
  return simple && list.length > 0 ? list.map(String) : undefined;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

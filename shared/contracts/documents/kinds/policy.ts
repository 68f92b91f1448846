import { LEVELS } from "#shared/catalog/documents/document.ts";
import {
  type Policy,
  type RetentionPolicy,
  TAG_REFERENCES,
  type TaggingPolicy,
  type TagRule,
} from "#shared/catalog/documents/policy.ts";
import { duration, grace } from "#shared/contracts/documents/amounts.ts";
import { list, mapOf, oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { caps, checkEnforcement } from "#shared/contracts/documents/kinds/enforcement.ts";
import { checkRetentionRules, retentionPart } from "#shared/contracts/documents/kinds/retention.ts";
import { mergedSchema } from "#shared/contracts/documents/merged-schema.ts";
import { entryOf } from "#shared/contracts/documents/node.ts";
import { pattern } from "#shared/contracts/documents/pattern.ts";
import { optional, record, required } from "#shared/contracts/documents/record.ts";
import { resourceSelector } from "#shared/contracts/documents/selectors.ts";
import {
  checked,
  complain,
  isWritten,
  mapped,
  type Place,
  type Shape,
  scalar,
} from "#shared/contracts/documents/shape.ts";
import { stage } from "#shared/contracts/documents/who.ts";
import { boolean, value, wholeNumber, word } from "#shared/contracts/documents/words.ts";

const trigger = record(
  {
    events: optional(boolean, "Judged when something changes", true),
    sweep: optional(duration, "Judged this often, all of it", "6h"),
    settle: optional(duration, "How long after its event a new resource is left alone; absent: not at all", "90s"),
  },
  { thing: "trigger" },
);

const common = {
  mode: required(word(["observe", "notify", "enforce"]), "What follows of a finding", "observe"),
  severity: required(word(LEVELS, "severity"), "Of its findings", "medium"),
  trigger: required(trigger, "When it is judged", { events: true, sweep: "6h" }),
  scope: required(resourceSelector, "What it judges", { type: "s3.bucket", environment: "prod" }),
};

const tagKey = scalar<string>({
  code: "tag-key",
  is: "a tag key has 1 to 128 letters, digits, blanks and _ . : / = + - @",
  schema: { type: "string", maxLength: 128 },
  parse(text) {
    if (/^aws:/i.test(text)) {
      return {
        refused: { because: 'keys that begin with "aws:" belong to AWS and cannot be written', code: "aws-key" },
      };
    }
    return /^[\p{L}\p{N} _.:/=+@-]{1,128}$/u.test(text) && text.trim() === text ? { value: text } : { refused: {} };
  },
});

const tagRule: Shape<TagRule> = mapped(
  record(
    {
      required: optional(boolean, "false: judged only where it is present", false),
      refersTo: optional(word(TAG_REFERENCES), "What of the catalogue its value must name", "workload"),
      oneOf: optional(oneOrMore(value), "The values it may have", ["gold", "silver"]),
      pattern: optional(pattern, "What its value must look like", "CC-[0-9]{4}"),
      aliases: optional(oneOrMore(tagKey), "Other spellings of the key", ["app"]),
      valueMap: optional(mapOf({ key: value, value, pointsAt: "value" }), "Other spellings of a value", {
        production: "prod",
      }),
      inherit: optional(
        oneOrMore(word(["parent", "creator", "account"])),
        "Where a missing value is taken from, in order; without it: never guessed",
        ["parent", "creator"],
      ),
    },
    { thing: "a tag" },
  ),
  ({ required: isRequired, ...rule }): TagRule => ({ required: isRequired ?? true, ...rule }),
);

const written = {
  caps: optional(caps, "What stops a run that would change too much", { run: 200, day: 1000, scope: "20%" }),
  undo: optional(duration, "How long a write can be undone", "30d"),
  verify: optional(duration, "How long after a write it is read back at the latest", "120s"),
};

const waiting = {
  remind: optional(oneOrMore(duration), "When its owner is reminded, before", ["7d", "2d"]),
  approve: optional(list(stage, { min: 1, max: 10 }), "Who agrees before", ["target.owners", "team:security"]),
};

const tagging: Shape<TaggingPolicy> = documentShape("Policy", {
  type: required(word(["tagging"]), "What kind of rule", "tagging"),
  ...common,
  tagging: required(
    record(
      {
        tags: required(mapOf({ key: tagKey, value: tagRule, pointsAt: "key" }), "By key; what is listed is judged", {
          Workload: { refersTo: "workload", inherit: ["parent", "creator"] },
        }),
        prohibited: optional(oneOrMore(pattern), "No key may match these", ["(?i)password"]),
        maxUserTags: optional(wholeNumber({ min: 1, max: 50 }), "More are a finding; AWS takes 50", 45),
      },
      { thing: "tagging" },
    ),
    "Which tags",
    { tags: { Workload: { refersTo: "workload" } } },
  ),
  enforcement: optional(
    record(
      {
        actions: required(oneOrMore(word(["tag.set", "tag.renameAlias", "tag.mapValue"])), "What it may write", [
          "tag.set",
        ]),
        grace: optional(grace, "How long it waits; none is a word", "24h"),
        ...waiting,
        ...written,
      },
      { thing: "enforcement" },
    ),
    "How it writes",
    { actions: ["tag.set"], grace: "none", caps: { run: 200, day: 1000, scope: "20%" }, undo: "30d" },
  ),
});

const waitsFor = required(grace, "How long it waits; none is a word", "14d");

const retention: Shape<RetentionPolicy> = documentShape("Policy", {
  type: required(word(["retention"]), "What kind of rule", "retention"),
  ...common,
  retention: required(retentionPart, "How long what is kept", {
    rules: [{ control: "logs.retention", min: "365d", max: "731d", unset: "400d" }],
  }),
  enforcement: optional(
    record(
      {
        raise: optional(record({ grace: waitsFor }, { thing: "raise" }), "Longer: safe, only cost", { grace: "none" }),
        lower: optional(record({ grace: waitsFor, ...waiting }, { thing: "lower" }), "Shorter: destroys data", {
          grace: "14d",
          approve: ["target.owners", "team:security"],
        }),
        ...written,
      },
      { thing: "enforcement" },
    ),
    "How it writes",
    { raise: { grace: "none" }, caps: { run: 20, day: 50, scope: "5%" }, undo: "90d" },
  ),
});

const TYPES = ["tagging", "retention"] as const;

const type = word(TYPES);

const byType = { tagging, retention } as const;

/** A policy is read by the fields of its type; the type of one that names none is what it has. */
const either: Shape<Policy> = {
  schema: mergedSchema(tagging.schema, retention.schema),
  read(node, place) {
    const entry = node.kind === "map" ? entryOf(node, "type") : undefined;
    const found = entry === undefined ? undefined : type.read(entry.value, { ...place, faults: [] });
    if (found !== undefined) return byType[found].read(node, place);
    if (entry === undefined) {
      const message = 'Cannot read a Policy without "type": write it, such as type: tagging';
      return complain(place, { range: { from: node.range.from, to: node.range.from }, code: "missing-key", message });
    }
    type.read(entry.value, { ...place, pointer: `${place.pointer}/type` });
    return undefined;
  },
};

export const policy: Shape<Policy> = checked(either, (read, place) => {
  checkTrigger(read, place);
  checkEnforcement(read, place);
  if (read.type === "retention") checkRetentionRules(read, place);
});

function checkTrigger({ trigger: { events, sweep } }: Policy, place: Place): void {
  if (events === true || sweep !== undefined || isWritten(place, "/trigger/sweep")) return;
  const message = "Cannot judge without a trigger: write events: true, or sweep: 6h";
  const range = place.positions.get("/trigger") ?? { from: 0, to: 0 };
  complain({ ...place, pointer: "/trigger" }, { range, code: "trigger", message });
}

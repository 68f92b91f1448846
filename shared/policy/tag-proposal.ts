import type { TagAction, TagRule, TagSource } from "#shared/catalog/documents/policy.ts";
import type { ResourceFacts, SourceRead } from "#shared/policy/facts.ts";
import type { Held } from "#shared/policy/judgement.ts";
import type { TagValue } from "#shared/policy/tag-value.ts";

export type Tags = Readonly<Record<string, string>>;

/** The value that a tag should have and where it is from; or why nobody but a person can say. */
export type Proposal =
  | { readonly kind: "value"; readonly value: string; readonly action: TagAction; readonly why: string }
  | { readonly kind: "held"; readonly held: Held; readonly why: string };

/** A tag rule, ready to look for a value. */
export type TagSearch = { readonly key: string; readonly rule: TagRule; readonly value: TagValue };

/** The text of a tag; what JavaScript itself puts on objects is no tag. */
export function tagOf(tags: Tags, key: string): string | undefined {
  const value: unknown = tags[key];
  return typeof value === "string" ? value : undefined;
}

/**
 * The value for a tag that is absent or wrong.
 *
 * A wrong value is only ever replaced by what the value map says it means: it is somebody's statement,
 * and no inherited value may overwrite it. An absent one comes from another spelling of the key, then from
 * the sources in the order written. A source that could not be read ends the search: the next would be a guess.
 */
export function proposeTag(
  search: TagSearch,
  { tags, found, facts }: { readonly tags: Tags; readonly found: string | undefined; readonly facts: ResourceFacts },
): Proposal {
  if (found !== undefined) return mapped(search, found);
  return fromAliases(search, tags) ?? inherited(search, facts);
}

function mapped({ key, rule, value }: TagSearch, found: string): Proposal {
  const meant = tagOf(rule.valueMap ?? {}, found);
  if (meant === undefined || !value.accepts(meant))
    return held("no-value", `tag ${key} says "${found}", which is not ${value.wanted}`);
  return {
    kind: "value",
    value: meant,
    action: "tag.mapValue",
    why: `tag ${key} says "${found}", which means "${meant}"`,
  };
}

const held = (reason: Held, why: string): Proposal => ({ kind: "held", held: reason, why });

/** What a text stands for: itself where it is accepted, else what the value map makes of it. */
function accepted({ rule, value }: TagSearch, text: string | undefined): string | undefined {
  if (text === undefined || value.accepts(text)) return text;
  const meant = tagOf(rule.valueMap ?? {}, text);
  return meant !== undefined && value.accepts(meant) ? meant : undefined;
}

function fromAliases(search: TagSearch, tags: Tags): Proposal | undefined {
  let first: { readonly alias: string; readonly value: string } | undefined;
  for (const alias of search.rule.aliases ?? NO_ALIASES) {
    const value = accepted(search, tagOf(tags, alias));
    if (value === undefined) continue;
    if (first === undefined) first = { alias, value };
    else if (first.value !== value)
      return held("no-value", `${first.alias} says "${first.value}" and ${alias} says "${value}"`);
  }
  if (first === undefined) return undefined;
  const why = `no tag ${search.key}; the tag ${first.alias} says "${first.value}"`;
  return { kind: "value", value: first.value, action: "tag.renameAlias", why };
}

const NO_ALIASES: readonly string[] = Object.freeze([]);

const READ: Readonly<Record<TagSource, (facts: ResourceFacts) => SourceRead | undefined>> = {
  parent: (facts) => facts.parent,
  creator: (facts) => facts.creator,
  account: (facts) => facts.accountSource,
};

function inherited(search: TagSearch, facts: ResourceFacts): Proposal {
  for (const name of search.rule.inherit ?? []) {
    const source = READ[name](facts);
    if (source === "unreadable") return held("undecided", `the ${name} could not be read`);
    const value = source === undefined ? undefined : valueFrom(search, source);
    if (value !== undefined) {
      return { kind: "value", value, action: "tag.set", why: `no tag ${search.key}; its ${name} says "${value}"` };
    }
  }
  return held("no-value", `no tag ${search.key}, and nothing says which it should be`);
}

function valueFrom(search: TagSearch, { tags, known }: Exclude<SourceRead, "unreadable">): string | undefined {
  const own = accepted(search, tagOf(tags, search.key));
  if (own !== undefined) return own;
  for (const alias of search.rule.aliases ?? NO_ALIASES) {
    const value = accepted(search, tagOf(tags, alias));
    if (value !== undefined) return value;
  }
  const { refersTo } = search.rule;
  return refersTo === undefined ? undefined : accepted(search, known[refersTo]);
}

import type { ErrorCode } from "yaml";

/** What a syntax error of YAML means, in our words: never the library's. */
const WORDS: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "an alias is not part of the language",
  BAD_ALIAS: "an alias is not part of the language",
  BAD_COLLECTION_TYPE: "a tag is not part of the language",
  BAD_DIRECTIVE: "a directive is not part of the language",
  BAD_DQ_ESCAPE: 'in double quotes "\\" begins an escape such as "\\n"; write "\\\\", or use single quotes',
  BAD_INDENT:
    "the indentation does not fit the lines above, or a bracket is not closed; what belongs together begins in one column",
  BAD_PROP_ORDER: "an anchor or a tag is not part of the language",
  BAD_SCALAR_START: "a value cannot begin with this character; put the value in quotes",
  BLOCK_AS_IMPLICIT_KEY:
    'a value cannot hold ": " without quotes; put it in quotes, or begin the key on a line of its own',
  BLOCK_IN_FLOW: "inside [ ] or { } everything is written with brackets and commas",
  DUPLICATE_KEY: "the key is there twice",
  IMPOSSIBLE: "the line cannot be understood here",
  KEY_OVER_1024_CHARS: "a key is at most 1024 characters long",
  MISSING_CHAR: 'a sign is missing here: a closing quote, a comma, a bracket or the ": " after a key',
  MULTILINE_IMPLICIT_KEY: 'a key stands on one line and ends with ": "',
  MULTIPLE_ANCHORS: "an anchor is not part of the language",
  MULTIPLE_DOCS: 'documents of one file stand between lines of "---"',
  MULTIPLE_TAGS: "a tag is not part of the language",
  NON_STRING_KEY: "a key is a plain text",
  RESOURCE_EXHAUSTION: "the document nests too deep",
  TAB_AS_INDENT: "lines are indented with spaces, not with tabs",
  TAG_RESOLVE_FAILED: "a tag is not part of the language",
  UNEXPECTED_TOKEN: "this cannot stand here; a value that holds special characters needs quotes",
};

export const syntaxWords = (code: ErrorCode): string => WORDS[code];

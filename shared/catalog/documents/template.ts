import type { AccessLevel, Danger, DocumentBase } from "#shared/catalog/documents/document.ts";
import type { PlaceKind } from "#shared/catalog/documents/place.ts";
import type { Millis } from "#shared/kernel/time.ts";

export type TemplateParameter = {
  readonly type: "path" | "name" | "text";
  /** Absent: it must be given. */
  readonly default?: string;
  readonly about?: string;
};

/** Only Allow can be written; the compiler adds dates, boundary and the grant's tag to each. */
export type TemplateStatement = {
  readonly actions: readonly string[];
  /** With placeholders in braces. */
  readonly resources: readonly string[];
  /** Operator, then key, then values. */
  readonly conditions?: { readonly [operator: string]: { readonly [key: string]: readonly string[] } };
};

/** A parameterised permission. */
export type Template = DocumentBase & {
  readonly kind: "Template";
  /** The kind of place it opens. */
  readonly for: PlaceKind;
  readonly access: AccessLevel;
  readonly danger: Danger;
  readonly max: Millis;
  /** What its holder can do, in a sentence without its subject; with placeholders. */
  readonly effect: string;
  readonly parameters?: { readonly [name: string]: TemplateParameter };
  /** Templates granted and taken back with it as one unit. */
  readonly with?: readonly string[];
  readonly allow: readonly TemplateStatement[];
};

import type { DocumentBase, Severity } from "#shared/catalog/documents/document.ts";
import type { Selector } from "#shared/catalog/documents/selector.ts";
import type { Who } from "#shared/catalog/documents/who.ts";

/** Where something is sent: a role mailbox, people, or the name of a connection. Never a secret. */
export type Destination =
  | { readonly via: "mail"; readonly address: string }
  | { readonly via: "mail"; readonly who: Who }
  | { readonly via: "slack" | "teams"; readonly channel: string }
  | { readonly via: "pager"; readonly who: Who }
  | { readonly via: "webhook"; readonly connection: string }
  /** The id of an Account. */
  | { readonly via: "securityHub"; readonly account: string };

/** Where findings go. Every route that fits delivers. */
export type Route = DocumentBase & {
  readonly kind: "Route";
  /** Absent: everything. One such route must exist. */
  readonly when?: Selector;
  /** This severity and above at once; absent: all in the digest. */
  readonly immediately?: Severity;
  /** Five-field cron. */
  readonly digest?: string;
  readonly send: readonly Destination[];
};

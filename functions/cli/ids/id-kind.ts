import type { Known } from "#functions/cli/ids/match-id.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";

/** Who is asked for ids, and which words of the command line stand before this one. */
export type Asking = { readonly plane: PlaneClient; readonly before: readonly string[] };

/** A kind of thing that command lines name by id. */
export type IdKind = {
  /** As messages say it: `request`. */
  readonly noun: string;
  /** Where its ids come from, for help and messages: `tollgate access list`. */
  readonly from: string;
  /** All of them that the caller may see. */
  readonly known: (asking: Asking) => Promise<readonly Known[]>;
  /** The form of a whole id, where no whole id of that form can be the beginning of another. */
  readonly whole?: RegExp;
  /** Where one of that id would be read: there may be more than `known` lists, such as by a former id. */
  readonly path?: (id: string, before: readonly string[]) => string;
  /** Whether an id of this form is worth reading there. */
  readonly form?: RegExp;
  /** Whether a beginning that is not known is still handed to the plane as it is: `known` may not be all. */
  readonly open?: true;
  /** Of a filter of what was: others may have been there once. An unknown one is taken as it is, and the nearest is told. */
  readonly past?: true;
};

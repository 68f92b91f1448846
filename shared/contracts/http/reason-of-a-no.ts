type Decision = { readonly outcome: "approve" | "reject" | "approved" | "rejected"; readonly note: string };

/** Whoever hears no is told why; a yes may stand alone. For the body of a decision: `.refine(saysWhy, NO_REASON)`. */
export const saysWhy = ({ outcome, note }: Decision): boolean => outcome.startsWith("approve") || note.trim() !== "";

export const NO_REASON = { path: ["note"], message: "a no needs its reason; whoever asked reads it" };

/** Where CloudWatch keeps the figures that the plane says about itself. */
export const FIGURE_NAMESPACE = "Tollgate";

/**
 * The one dimension of each figure. It has the same value everywhere: an alarm then needs no metric math, no person
 * can be found in it, and what a figure was about (an account, a sweep) stands in the log line beside it.
 */
export const FIGURE_DIMENSION = { Service: "tollgate" } as const;

/** Units of CloudWatch (API reference, MetricDatum). */
export type FigureUnit = "Seconds" | "Count" | "Percent";

/** Every figure that the plane says, with its unit; docs/operations.md has the formula of each. */
export const FIGURES = {
  overdue_seconds: "Seconds",
  unproved_seconds: "Seconds",
  revocation_latency_seconds: "Seconds",
  access_lead_seconds: "Seconds",
  requests_approved: "Count",
  requests_approved_by_rule: "Count",
  drift: "Count",
  accounts_unreconciled: "Count",
  event_loss_percent: "Percent",
  events_missed: "Count",
  resources_listed: "Count",
  resources_compliant: "Count",
  resources_tagged: "Count",
  findings_told: "Count",
  findings_failed: "Count",
  reports_made: "Count",
  reports_failed: "Count",
  unallocated_percent: "Percent",
  bill_rows: "Count",
  events_sealed: "Count",
  seals_failed: "Count",
} as const satisfies { readonly [name: string]: FigureUnit };

export type FigureName = keyof typeof FIGURES;

/** What was measured: at least one figure, each a finite number in its unit. */
export type Figures = { readonly [name in FigureName]?: number };

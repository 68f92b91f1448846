/** A whole day as `2027-03-31`, in the company's zone. Text order is day order. */
export type CalendarDate = string & { readonly form: "yyyy-mm-dd" };

/** A month as `2026-10`. Text order is month order. */
export type Month = string & { readonly form: "yyyy-mm" };

/** The day a text names, or undefined when there is no such day. */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const count = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(count) && new Date(count).toISOString().startsWith(text) ? (text as CalendarDate) : undefined;
}

/** The month a text names, or undefined when there is no such month. */
export const parseMonth = (text: string): Month | undefined =>
  /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? (text as Month) : undefined;

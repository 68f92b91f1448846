import type { Json } from "#shared/kernel/json.ts";

export type ProblemDetails = {
  /** JSON pointer to the field that is wrong, `header:If-Match` or `query:state`. */
  readonly pointer?: string;
  /** What would be right, or who can do it. */
  readonly remedy?: string;
  /** Of a 405: the methods that the path has (RFC 9110, 15.5.6). */
  readonly allow?: readonly string[];
  /** Further members of the problem, such as `current` of a 409 or `needs` of a 403. */
  readonly more?: { readonly [name: string]: Json };
};

/** An answer that is not what was asked for: problem+json (RFC 9457) with a status of 400 to 503. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly details: ProblemDetails;

  constructor(status: number, detail: string, details: ProblemDetails = {}) {
    super(detail);
    this.status = status;
    this.details = details;
  }
}

const TITLES: { readonly [status: number]: string } = {
  400: "Cannot be read",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  408: "Too slow",
  409: "Changed meanwhile",
  413: "Too large",
  415: "Not JSON",
  422: "Not as it must be",
  428: "Needs a revision",
  429: "Too many requests",
  431: "Too large",
  500: "Fault of ours",
  503: "Not available now",
};

/** The body of a problem answer. */
export const problemBody = (problem: Problem, requestId: string): string =>
  JSON.stringify({
    ...problem.details.more,
    type: "about:blank",
    title: TITLES[problem.status] ?? "Problem",
    status: problem.status,
    detail: problem.message,
    ...(problem.details.pointer === undefined ? {} : { pointer: problem.details.pointer }),
    ...(problem.details.remedy === undefined ? {} : { remedy: problem.details.remedy }),
    requestId,
  });

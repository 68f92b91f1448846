/** In milliseconds. Without the last word the SDK only warns of a call that is late. */
export const TIME_OUTS = { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true } as const;

/**
 * How every client of the plane's own services calls: region, endpoint and credentials come from where the SDK
 * looks by itself (`AWS_REGION`, `AWS_ENDPOINT_URL`, the function's role).
 *
 * Tries are adaptive: a throttled client slows down by itself, and no call waits for ever. Four tries of five
 * seconds end before the shortest function does. A time-out is an error, which the SDK must be told.
 */
export const CLIENT_OPTIONS = { retryMode: "adaptive", maxAttempts: 4, requestHandler: TIME_OUTS } as const;

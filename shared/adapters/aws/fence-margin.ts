import { minutes } from "#shared/kernel/time.ts";

/**
 * How long after its deadline a put may still take effect: a signature is taken for 15 minutes, a read may be
 * a minute old, clocks a minute apart. Most of AWS's pages say 5 minutes for a signature, others 15: the longer
 * one holds until it is measured (access-protocol A1).
 */
export const FENCE_MARGIN = minutes(17);

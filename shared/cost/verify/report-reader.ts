import type { Amounts, LedgerLine, Month } from "#shared/cost/ledger.ts";
import type { CostReport, NamedAmount } from "#shared/cost/report/cost-report.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { Money } from "#shared/kernel/money.ts";
import type { Result } from "#shared/kernel/result.ts";

/** One split as the manifest tells it; bearers by their keys. */
export type ProofStep = {
  readonly rule: string;
  readonly ruleHash: Sha256;
  readonly from: string;
  readonly method: string;
  readonly in: Amounts;
  readonly portions: readonly { readonly to: string; readonly weight: string; readonly amounts: Amounts }[];
  readonly out: Amounts;
  readonly hash: Sha256;
};

export type ReportProof = {
  readonly in: Amounts;
  readonly out: Amounts;
  readonly hash: Sha256;
  readonly steps: readonly ProofStep[];
};

/** What a manifest says, as far as it is checked. */
export type Manifest = {
  readonly writer: number;
  readonly report: string;
  readonly month: Month;
  readonly version: number;
  readonly state: CostReport["state"];
  readonly currency: string;
  readonly catalogue: Sha256;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: Sha256 }[];
  readonly imports: readonly {
    readonly files: readonly { readonly name: string; readonly sha256: Sha256; readonly rows: number }[];
  }[];
  readonly tie: {
    readonly imported: Money;
    readonly billed: Money;
    readonly workloads: Money;
    readonly pools: Money;
    readonly unallocated: Money;
    readonly effective: Money;
    readonly differences: readonly NamedAmount[];
    readonly roundingLost: string;
  };
  readonly proof: ReportProof;
  readonly seal: Sha256;
};

/** A row of `allocation.csv`. */
export type AllocationEntry = {
  readonly entry: string;
  readonly bearer: string;
  readonly pool: string;
  readonly billed: Money;
  readonly effective: Money;
};

/** An amount on the page: its name, its exact value, and what a reader sees. */
export type PageFigure = { readonly figure: string; readonly value: string; readonly text: string };

/**
 * Reads what Tollgate writes, each refusal with what was found. `write…` is the one text that the same
 * content is written as, so that a byte which changes nothing is found too.
 */
export type ReportReader = {
  /** Of this Tollgate: pages of another writer are compared by figures, not byte for byte. */
  readonly writer: number;
  readonly manifest: (text: string) => Result<{ readonly manifest: Manifest; readonly json: JsonObject }, string>;
  readonly writeManifest: (json: JsonObject) => string;
  readonly sealOf: (json: JsonObject) => Sha256;
  readonly report: (text: string) => Result<CostReport, string>;
  readonly writeReport: (report: CostReport) => string;
  readonly ledger: (text: string) => Result<readonly LedgerLine[], string>;
  readonly writeLedger: (lines: readonly LedgerLine[]) => string;
  readonly allocation: (text: string) => Result<readonly AllocationEntry[], string>;
  readonly page: (html: string) => readonly PageFigure[];
  readonly writePage: (report: CostReport) => string;
};

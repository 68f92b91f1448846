import {
  ASKED_MEANWHILE,
  BILLED_TWICE,
  DECIDED_MEANWHILE,
  HEARD_AT_ONCE,
  type Journey,
  LAID_BY_THE_OPERATOR,
  LAID_BY_THE_PLANE,
  MUCH_ASKED,
  MUCH_HELD,
  PUT_IN_VAIN,
  RULES_TURN,
  SPOILED_MEANWHILE,
  STOPPED_MEANWHILE,
  TAKEN_BACK_IN_VAIN,
  WRITTEN_IN_VAIN,
} from "#test/simulation/journeys.ts";
import {
  bootstrapUnknown,
  endAfterPut,
  firstYesApplies,
  neverAnew,
  noAccountRow,
  noCondition,
  noCount,
  noHoldings,
  noRevisionCheck,
  noWaiting,
  operatorIsNobody,
  unknownIsNobody,
  votesKept,
  writingUnsaid,
} from "#test/simulation/planted.ts";
import { deleteBelieved, putBelieved, writeBelieved } from "#test/simulation/planted-belief.ts";
import type { Plant } from "#test/simulation/world/world.ts";

export type Planted = {
  readonly fault: string;
  readonly plant: Plant;
  /** What the one invariant says that has to see it: no other breach counts. */
  readonly form: RegExp;
  /** Where chance alone meets it too seldom. */
  readonly journey?: Journey;
};

/** What is wrong with a plane, by what it has to be noticed, and in which stories it is met. */
export const PLANTED: readonly Planted[] = [
  {
    fault: "a grant's end is scheduled after its put",
    plant: endAfterPut,
    form: /^2: tollgate-g-.* is put, and its end is not scheduled$/,
  },
  {
    fault: "a row is written over a newer one",
    plant: noRevisionCheck,
    form: /^audit: .* was written as revision \d+ over \d+$/,
  },
  {
    fault: "what the account took is believed to be written",
    plant: writeBelieved,
    form: /^read-back: action .* is done at \d+, and the account never showed it$/,
    journey: WRITTEN_IN_VAIN,
  },
  {
    fault: "a finding is closed by what the account took",
    plant: writeBelieved,
    form: /^read-back: finding .* is resolved, and the account never showed it so$/,
    journey: WRITTEN_IN_VAIN,
  },
  {
    fault: "access that the account took is believed to be given",
    plant: putBelieved,
    form: /^12: grant .* is active, and .* cannot read \(.*\)$/,
    journey: PUT_IN_VAIN,
  },
  {
    fault: "access whose end the account took is believed to be gone",
    plant: deleteBelieved,
    form: /^7: .* can read .*, and every grant of it is revoked$/,
    journey: TAKEN_BACK_IN_VAIN,
  },
  {
    fault: "what a process has in mind is written by, and no condition says that it is still so",
    plant: noCondition,
    form: /^10: request .* is made (for .*, who is not active|under a policy that was made stricter)$/,
    journey: ASKED_MEANWHILE,
  },
  {
    fault: "what a process has in mind is activated by, and no condition says that it is still so",
    plant: noCondition,
    form: /^(5|10): request .* is activated (by the word of .*, who left|under a policy that was made stricter)$/,
    journey: DECIDED_MEANWHILE,
  },
  {
    fault: "enforcement writes by what it has in mind, and no condition says that it is still so",
    plant: noCondition,
    form: /^stop: .* is to be written while the kill switch is on$/,
    journey: STOPPED_MEANWHILE,
  },
  {
    fault: "a resource is recorded as heard of, and is not in the count that the loss of events is a share of",
    plant: noCount,
    form: /^heard: .* counts \d+ and \d+ missed, and \d+ and \d+ were seen$/,
  },
  {
    fault: "what people hold is not written with the grants that are made and end",
    plant: noHoldings,
    form: /^holdings: .* holds .*, and the row says /,
    journey: MUCH_ASKED,
  },
  {
    fault: "a reading from before a write of ours is judged like any other",
    plant: noWaiting,
    form: /^loop: .* wrote .* \d+ times, and had \d+ reasons to$/,
    journey: HEARD_AT_ONCE,
  },
  {
    fault: "a finding does not say that a write of it is under way",
    plant: writingUnsaid,
    form: /^loop: .* wrote .* \d+ times, and had \d+ reasons to$/,
    journey: SPOILED_MEANWHILE,
  },
  {
    fault: "a bill is not taken in on condition of who brings its account",
    plant: noAccountRow,
    form: /^cost: .* of one account counts by .* and .*$/,
    journey: BILLED_TWICE,
  },
  {
    fault: "a held change counts as applied with the first yes",
    plant: firstYesApplies,
    form: /^held: .* is applied, and 0 of 1 of stage 1 said yes$/,
    journey: MUCH_HELD,
  },
  {
    fault: "a held change is decided by the rules of before, though they were made stricter",
    plant: neverAnew,
    form: /^held: a word on .* counts by rules that were made stricter$/,
    journey: RULES_TURN,
  },
  {
    fault: "what people said counts on when a held change is asked about anew",
    plant: votesKept,
    form: /^held: .* is asked anew, and keeps its votes$/,
    journey: RULES_TURN,
  },
  {
    fault: "nobody may decide by what the plane brought, as if nobody knew who wrote it",
    plant: bootstrapUnknown,
    form: /^segregation: .* cannot be asked for: Nobody knows who wrote rule .* \(version 1\)$/,
    journey: LAID_BY_THE_PLANE,
  },
  {
    fault: "a rule of which nobody knows who wrote it keeps nobody from deciding",
    plant: unknownIsNobody,
    form: /^(5|held): .* decided on .*, and nobody knows who wrote its rule$/,
    journey: LAID_BY_THE_PLANE,
  },
  {
    fault:
      "who laid the rules as the bootstrap operator is no person, and decides by them once the directory knows them",
    plant: operatorIsNobody,
    form: /^(5|held): root decided on .* by a rule of their own$/,
    journey: LAID_BY_THE_OPERATOR,
  },
];

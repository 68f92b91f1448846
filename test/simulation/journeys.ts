import type { ResourceRef } from "#shared/policy/cloud.ts";
import { ask, catalogue, decide } from "#test/simulation/acts/access-acts.ts";
import { CHANGE_ACTS, turnsRules } from "#test/simulation/acts/change-acts.ts";
import { sendsBeside } from "#test/simulation/acts/cost-acts.ts";
import { FOUNDER_ACTS } from "#test/simulation/acts/founder-acts.ts";
import {
  asksAcrossAChange,
  changesUnderway,
  comesBack,
  givesBack,
  makes,
  resumes,
  spoils,
  stopsAndMakes,
  touches,
  turnsAfterAWord,
} from "#test/simulation/acts/on-purpose.ts";
import type { Acts, Story } from "#test/simulation/acts/story.ts";
import type { Ground } from "#test/simulation/world/world.ts";

/**
 * What a story has that chance would seldom give it, so that a planted fault is met within a few seeds, whatever the
 * timing. Everything else stays as the seed says.
 */
export type Journey = Ground & {
  /** Beside all that people do anyway. */
  readonly acts?: Acts;
  /** What somebody does just before a write of ours to a resource, and just after it. */
  readonly sent?: (story: Story, ref: ResourceRef) => void;
  readonly answered?: (story: Story, ref: ResourceRef) => void;
  /** What happens elsewhere between the check of an activation and its write. */
  readonly activating?: (story: Story) => Promise<void>;
  /** Longer than others, where one thing has to lead to another. */
  readonly steps?: number;
};

const times = (more: number, acts: Acts): Acts => acts.map(([weight, act]) => [more * weight, act]);

/** Much is asked for, and decided on. */
export const MUCH_ASKED: Journey = {
  acts: [
    [60, ask],
    [120, decide],
  ],
};

/** People leave and rules become stricter while others ask. */
export const ASKED_MEANWHILE: Journey = {
  acts: [
    [120, asksAcrossAChange],
    [30, comesBack],
  ],
};

/** The same between the check of an activation and its write. */
export const DECIDED_MEANWHILE: Journey = {
  steps: 300,
  activating: changesUnderway,
  acts: [
    [60, ask],
    [120, decide],
    [60, comesBack],
  ],
};

/** The kill switch is turned just before something is made that has to be put right. */
export const STOPPED_MEANWHILE: Journey = {
  settles: false,
  acts: [
    [100, stopsAndMakes],
    [20, resumes],
  ],
};

/** An account that lags behind, in which every write of ours is heard of, and its resource judged once more. */
export const HEARD_AT_ONCE: Journey = {
  cloud: { lags: 0.5 },
  settles: false,
  steps: 300,
  answered: touches,
  acts: [
    [80, makes],
    [60, resumes],
  ],
};

/** The same, and what we write comes to be wrong in another way just before. */
export const SPOILED_MEANWHILE: Journey = {
  cloud: { lags: 0.8 },
  settles: false,
  steps: 300,
  sent: spoils,
  answered: touches,
  acts: [
    [80, makes],
    [60, resumes],
  ],
};

/** An account that accepts what it does not do, in which much is to be put right. */
export const WRITTEN_IN_VAIN: Journey = { cloud: { deaf: 0.4 }, acts: [[40, makes]] };

/** The same of access that is given. */
export const PUT_IN_VAIN: Journey = {
  cloud: { deaf: 0.7, deafTo: /^iam:PutRolePolicy$/, breaksPromise: false },
  steps: 300,
  acts: [
    [60, ask],
    [120, decide],
  ],
};

/** The same of access that is given back. */
export const TAKEN_BACK_IN_VAIN: Journey = {
  cloud: { deaf: 1, deafTo: /^iam:DeleteRolePolicy$/, breaksPromise: false },
  steps: 400,
  acts: [
    [60, ask],
    [120, decide],
    [60, givesBack],
  ],
};

/** Two bring the bills of one account. */
export const BILLED_TWICE: Journey = { acts: [[150, sendsBeside]] };

/** Documents change, are held, and are decided on under rules that turn. */
export const MUCH_HELD: Journey = { acts: times(5, CHANGE_ACTS) };

export const RULES_TURN: Journey = { steps: 400, acts: [...times(4, CHANGE_ACTS), [100, turnsAfterAWord]] };

/** Whoever laid the first documents under strict segregation. */
export const LAID_BY_THE_PLANE: Journey = {
  company: { strict: true, founder: "plane" },
  steps: 300,
  acts: [
    [40, turnsRules],
    [60, catalogue],
    [60, ask],
    [120, decide],
  ],
};

export const LAID_BY_THE_OPERATOR: Journey = {
  company: { strict: true, founder: "operator" },
  steps: 300,
  acts: FOUNDER_ACTS,
};

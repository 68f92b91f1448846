import { LookupEventsCommand, type LookupEventsCommandInput } from "@aws-sdk/client-cloudtrail";
import { cloudTrailClient } from "#shared/adapters/aws/clients/cloudtrail.ts";
import type { ClientOf, MemberClients, Place } from "#shared/adapters/aws/resources/member-clients.ts";
import { unreadableOf } from "#shared/adapters/aws/resources/refusal.ts";
import { parseCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { type Clock, type EpochMillis, epochMillis, hours, plus } from "#shared/kernel/time.ts";
import type { CloudRecord } from "#shared/policy/cloud-record.ts";
import { type CreationTrail, type MadeResource, TRAIL_KEEPS, type WhoMade } from "#shared/policy/creation-trail.ts";
import { makerAmong } from "#shared/policy/maker-among.ts";
import { RESOURCE_TYPES } from "#shared/policy/resource-types/table.ts";

/** Two pages of fifty for each question: the call that made a resource is among the first that name it. */
const MOST_PAGES = 2;

/** Services say when a resource was made by clocks of their own, and some of them after it can be used. */
const AROUND = hours(1);

export type AwsCreationTrailDeps = {
  readonly clients: MemberClients;
  readonly clock: Clock;
  /** Waits for its turn in one account and region; see `pacing`. */
  readonly turn: (place: Place) => Promise<void>;
};

type Question = Pick<LookupEventsCommandInput, "LookupAttributes" | "StartTime" | "EndTime">;

/**
 * The event history of governed accounts (CloudTrail API reference, LookupEvents: management events of 90 days, one
 * attribute a request, fifty events a page). It is asked by the resource's name, and where that tells nothing by the
 * calls that make its type, in the hour round its making: not every service names what it made.
 */
export class AwsCreationTrail implements CreationTrail {
  readonly #deps: AwsCreationTrailDeps;

  constructor(deps: AwsCreationTrailDeps) {
    this.#deps = deps;
  }

  async whoMade(resource: MadeResource): Promise<WhoMade> {
    const { clients, clock } = this.#deps;
    try {
      let cut = false;
      for (const question of questionsOf(resource, clock.now())) {
        const found = await this.#ask(question, resource.ref, clients.in(resource.ref));
        const principal = makerAmong(found.records, resource.ref);
        if (principal !== undefined) return { kind: "made-by", principal };
        cut ||= found.cut;
      }
      return { kind: "not-told", because: cut ? "too many calls name it" : "no call of 90 days in its region made it" };
    } catch (fault) {
      return unreadableOf(fault);
    }
  }

  async #ask(question: Question, place: Place, clientOf: ClientOf): Promise<{ records: CloudRecord[]; cut: boolean }> {
    const records: CloudRecord[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      await this.#deps.turn(place);
      const ask = { ...question, MaxResults: 50, ...(NextToken === undefined ? {} : { NextToken }) };
      const answer = await clientOf(cloudTrailClient).send(new LookupEventsCommand(ask));
      for (const { CloudTrailEvent = "" } of answer.Events ?? []) {
        const parsed = parseCloudRecord(CloudTrailEvent);
        if (parsed.kind === "record") records.push(parsed.record);
      }
      NextToken = answer.NextToken;
      if (NextToken === undefined || NextToken === "") return { records, cut: false };
    }
    return { records, cut: true };
  }
}

function questionsOf({ ref, name, createdAt }: MadeResource, now: EpochMillis): readonly Question[] {
  const begin = epochMillis(now - TRAIL_KEEPS);
  const window =
    createdAt === undefined
      ? { from: begin, until: now }
      : { from: epochMillis(Math.max(begin, createdAt - AROUND)), until: plus(createdAt, AROUND) };
  const within = { StartTime: new Date(window.from), EndTime: new Date(window.until) };
  const by = (AttributeKey: "ResourceName" | "EventName", AttributeValue: string): Question => ({
    ...within,
    LookupAttributes: [{ AttributeKey, AttributeValue }],
  });
  const creates = createdAt === undefined ? [] : (RESOURCE_TYPES.get(ref.type)?.creates ?? []);
  return [by("ResourceName", name), ...creates.map((call) => by("EventName", call.name))];
}

/** What statements speak of, as ARNs; one object, so that a permission cannot name anything else. */
export type HubResources = {
  readonly table: string;
  readonly stream: string;
  readonly bus: string;
  readonly sweepQueue: string;
  /** `arn:…:schedule/tollgate/*`: the schedules of our own group. */
  readonly schedules: string;
  readonly scheduleRole: string;
  readonly billsBucket: string;
  readonly reportsBucket: string;
  readonly auditBucket: string;
  readonly mailIdentity: string;
  readonly connectionsParameter: string;
  readonly governed: readonly string[];
  /** The id of the organization, where the hub may read it. */
  readonly organization?: string;
  /** Who pays, where Cost Explorer may be asked. */
  readonly payer?: string;
};

/** What a command line told, and how it ended. */
export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/**
 * A running plane as its users know it, and the account that it governs. The journeys are told once on this, and hold
 * on the laptop and on the deployed plane alike.
 */
export type JourneyHost = {
  /** The command line in a person's name. */
  by(person: string, ...words: readonly string[]): Promise<Ran>;
  /** A call of the API in a person's name. */
  post(person: string, path: string, sent: Sent): Promise<number>;
  /** Lets a little time pass, and so what falls due in it happen. */
  pass(): Promise<void>;
  /** For how long time may pass before something counts as not happening: milliseconds of the real clock. */
  readonly patience: number;
  readonly policies: {
    /** Wants `Environment` on buckets, which the account tells. */
    readonly tags: string;
    /** Wants logs of production kept for 90 to 400 days. */
    readonly logs: string;
  };
  /** Of production. */
  readonly account: GovernedAccount;
  /** Brings a bill in as finance would here. */
  bringBill(month: string, csv: string): Promise<void>;
};

type Sent = { readonly body: object; readonly headers: { readonly [name: string]: string } };

export type File = { readonly bucket: string; readonly key: string };

export type GovernedAccount = {
  /** Somebody makes a bucket, and CloudTrail tells of it. */
  makeBucket(name: string, tags?: { readonly [key: string]: string }): Promise<void>;
  /** Somebody tries to make a bucket that is there already: AWS refuses, and CloudTrail tells of that too. */
  makeAgain(bucket: string): Promise<void>;
  tagsOf(bucket: string): Promise<{ readonly [key: string]: string }>;
  makeLogGroup(name: string, days: number): Promise<void>;
  /** For how many days logs are kept. */
  daysOf(logGroup: string): Promise<number | undefined>;
  arnOfLogGroup(name: string): string;
  putFile(file: File & { readonly body: string }): Promise<void>;
  /** Whether what was handed out to the holder of a grant lets them do that now. */
  may(holder: Holder, action: "s3:GetObject" | "s3:PutObject", file: File): Promise<boolean>;
};

export type Holder = { readonly person: string; readonly credentials: string };

/** What a command answers as JSON. @throws when it does not end well */
export async function answerTo<Answer>(host: JourneyHost, person: string, ...words: readonly string[]) {
  const ran = await host.by(person, ...words, "--json");
  if (ran.code !== 0) throw new Error(`tollgate ${words.join(" ")} ended with ${ran.code}: ${ran.err}`);
  return JSON.parse(ran.out) as Answer;
}

/** What was seen, as text whose end is what is newest. */
const words = (seen: unknown): string => (JSON.stringify(seen) ?? "nothing").slice(-2_000);

/**
 * Looks again until `holds`, while time passes; answers what it saw then.
 * @throws with the last that it saw, once the host's patience is over: in good time before the runner's would be
 */
export async function until<Value>(
  host: Pick<JourneyHost, "pass" | "patience">,
  look: () => Promise<Value>,
  holds: (value: Value) => boolean,
): Promise<Value> {
  const begun = performance.now();
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    const waited = Math.round(performance.now() - begun);
    if (waited >= host.patience)
      throw new Error(`What was waited for did not come within ${waited} ms; last seen: ${words(value)}`);
    await host.pass();
  }
}

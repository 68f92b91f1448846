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
  /** How often {@link pass} is worth it before something counts as not happening. */
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

/** Looks again until `holds`, while time passes; answers the last that was seen. */
export async function until<Value>(
  host: JourneyHost,
  look: () => Promise<Value>,
  holds: (value: Value) => boolean,
): Promise<Value> {
  let value = await look();
  for (let time = 0; time < host.patience && !holds(value); time += 1) {
    await host.pass();
    value = await look();
  }
  return value;
}

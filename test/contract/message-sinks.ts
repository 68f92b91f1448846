import { afterEach, describe, expect, test } from "vitest";
import type { Destination } from "#shared/catalog/documents/route.ts";
import { type Message, type MessageSink, MOST_BYTES, type SinkReply } from "#shared/findings/message-sink.ts";

/** What came out at the far side of a sink. */
export type Arrived = {
  /** The same for a message that was sent twice, another for another message. */
  readonly key: string;
  readonly title: string;
  /** Absent where the sink does not pass the lines on. */
  readonly text?: string;
  /** The names of all fields or headers, in their order: no text may make one of its own. */
  readonly fields: readonly string[];
  /** All octets of it, as it came. */
  readonly raw: string;
};

export type SinkFault = {
  readonly name: string;
  readonly begin: () => void | Promise<void>;
  /** Whether trying again is of no use. */
  readonly forGood: boolean;
};

export type SinkWorld = {
  readonly sink: MessageSink;
  /** One of each kind that it delivers to. */
  readonly takes: readonly Destination[];
  /** What it must refuse for good: kinds of others, and destinations that are none. */
  readonly refuses: readonly Destination[];
  readonly arrived: () => Promise<readonly Arrived[]>;
  /** Ways in which its far side can fail. */
  readonly faults: readonly SinkFault[];
  /** Keys, tokens and addresses of connections, of which nobody may hear. */
  readonly secrets: readonly string[];
  readonly close: () => Promise<void>;
};

/** Texts that have begun headers, ended mails, closed strings or hidden words somewhere. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ["a line end and a header", "one\r\nBcc: eve@example.com\r\n\r\ntwo"],
  ["bare line ends", "one\nBcc: eve@example.com\rCc: eve@example.com"],
  ["the end of a mail", "\r\n.\r\nQUIT\r\n"],
  ["a line that begins with a dot", ". one"],
  ["a line that mail programs quote", "From nobody Mon Nov 23"],
  ["other line ends of Unicode", "one\u2028Bcc: eve@example.com\u2029\u0085two"],
  ["an encoded word of its own", "=?utf-8?Q?=0D=0ABcc:_eve=40example.com?="],
  ["quoted-printable of its own", "=0D=0ABcc: eve@example.com="],
  ["quotes and a closing brace", '"}],"title":"other","x":[{"y":"'],
  ["markup", "</script><img src=x onerror=alert(1)>"],
  ["nothing", ""],
  ["blanks alone", "  \t  "],
  ["a NUL and escapes", "one\u0000\u001b[2Jtwo"],
  ["text that runs the other way", "\u202eone\u202c\u200b"],
  ["half a character", "one\ud83d two \ude00"],
  ["characters of four octets", "😀".repeat(100)],
  ["one long word", "x".repeat(700)],
  ["a prototype's name", "__proto__"],
];

const messageTo = (destination: Destination, over: Partial<Message> = {}): Message => ({
  key: "R-1043#asked#mail",
  destination,
  title: "Decide: read sales.orders in prod for 4h",
  lines: ["Somebody of team finance asks.", "Lapses 2026-11-24 09:00 UTC."],
  path: "/d/R-1043",
  thread: "R-1043",
  ...over,
});

/** All that is answered, and all that arrives, when everything is sent with this fault or with none. */
async function allSaid(
  { faults, sink, takes, refuses, arrived }: SinkWorld,
  fault: string | undefined,
): Promise<readonly string[]> {
  await faults.find((each) => each.name === fault)?.begin();
  const said: string[] = [];
  for (const destination of [...takes, ...refuses]) {
    const reply = await sink.send(messageTo(destination));
    if (reply.kind === "failed") expect(reply.because).toMatch(/^[^\n]{1,200}$/);
    said.push(JSON.stringify(reply));
  }
  return [...said, ...(await arrived()).map(({ raw }) => raw)];
}

/** What every {@link MessageSink} does, whatever it sends by. */
export function messageSinkContract(name: string, open: () => Promise<SinkWorld>): void {
  describe(`${name} as a sink of messages`, () => {
    let world: SinkWorld;
    const opened = async (): Promise<SinkWorld> => {
      world = await open();
      return world;
    };
    afterEach(() => world.close());

    const first = ({ takes }: SinkWorld): Destination => {
      if (takes[0] === undefined) throw new Error("Cannot test a sink that takes nothing");
      return takes[0];
    };

    test("delivers what it was given to every kind of destination that it takes", async () => {
      const { sink, takes, arrived } = await opened();
      for (const destination of takes) expect(await sink.send(messageTo(destination))).toEqual({ kind: "delivered" });
      const all = await arrived();
      expect(all.map(({ title }) => title)).toEqual(takes.map(() => "Decide: read sales.orders in prod for 4h"));
      for (const { text } of all)
        if (text !== undefined) {
          expect(text).toContain("Somebody of team finance asks.");
          expect(text).toContain("Lapses 2026-11-24 09:00 UTC.");
          expect(text).toContain("R-1043");
        }
    });

    test("delivers once per call, also the same message again, by a key that tells it", async () => {
      const { sink, arrived, ...rest } = await opened();
      const to = first({ sink, arrived, ...rest });
      for (const key of ["one", "one", "two"]) await sink.send(messageTo(to, { key }));
      const keys = (await arrived()).map(({ key }) => key);
      expect(keys).toHaveLength(3);
      expect(new Set(keys).size).toBe(2);
    });

    test("delivers many at once, each of them", async () => {
      const { sink, arrived, ...rest } = await opened();
      const to = first({ sink, arrived, ...rest });
      const sent = Array.from({ length: 20 }, (_, index) =>
        sink.send(messageTo(to, { key: `k${index}`, title: `Number ${index}` })),
      );
      expect(await Promise.all(sent)).toEqual(sent.map(() => ({ kind: "delivered" })));
      const titles = (await arrived()).map(({ title }) => title);
      expect(new Set(titles)).toEqual(new Set(sent.map((_, index) => `Number ${index}`)));
    });

    test("refuses for good what is not for it, and delivers nothing of it", async () => {
      const { sink, refuses, arrived } = await opened();
      for (const destination of refuses) {
        const reply = await sink.send(messageTo(destination));
        expect(reply, JSON.stringify(destination)).toMatchObject({ kind: "failed", forGood: true });
      }
      expect(await arrived()).toEqual([]);
    });

    test.each(HOSTILE)("lets no text become more than text: %s", async (_, text) => {
      const { sink, arrived, ...rest } = await opened();
      const to = first({ sink, arrived, ...rest });
      await sink.send(messageTo(to));
      const over = {
        key: `k${text}`,
        title: text,
        lines: [text, "the last line", text],
        path: `/${text}`,
        thread: text,
      };
      expect(await sink.send(messageTo(to, over))).toEqual({ kind: "delivered" });
      const [plain, hostile, ...more] = await arrived();
      expect(more).toEqual([]);
      expect(hostile?.fields).toEqual(plain?.fields);
      if (plain?.text !== undefined) expect(hostile?.text).toContain("the last line");
      expect(hostile?.key).not.toBe(plain?.key);
      expect(hostile?.raw.isWellFormed()).toBe(true);
    });

    test("stays small, however much it was given", async () => {
      const { sink, arrived, ...rest } = await opened();
      const to = first({ sink, arrived, ...rest });
      for (const char of ["x", "ü", "\u0001", "漢", "😀", '"', "="]) {
        const lot = char.repeat(200_000);
        const reply = await sink.send(
          messageTo(to, {
            key: lot,
            title: lot,
            lines: Array.from({ length: 2_000 }, () => lot),
            path: lot,
            thread: lot,
          }),
        );
        expect(reply, char).toEqual({ kind: "delivered" });
      }
      for (const { raw } of await arrived()) expect(Buffer.byteLength(raw, "utf8")).toBeLessThanOrEqual(MOST_BYTES);
      expect(await arrived()).toHaveLength(7);
    });

    test("tells by its answer what will not get better from what may, and never throws", async () => {
      const probe = await opened();
      const replies: SinkReply[] = [];
      for (const { name: fault } of probe.faults) {
        const { faults, sink, close, ...rest } = await open();
        const arranged = faults.find((each) => each.name === fault);
        await arranged?.begin();
        const reply = await sink.send(messageTo(first({ faults, sink, close, ...rest })));
        expect(reply, fault).toMatchObject({ kind: "failed", forGood: arranged?.forGood });
        replies.push(reply);
        await close();
      }
      expect(replies.length).toBeGreaterThan(0);
    });

    test("never tells a secret: not to the far side, not in what it says of a fault", async () => {
      const probe = await opened();
      for (const fault of [undefined, ...probe.faults.map(({ name: named }) => named)]) {
        const other = await open();
        const said = await allSaid(other, fault);
        await other.close();
        for (const secret of [...probe.secrets, ...other.secrets]) expect(said.join("\n")).not.toContain(secret);
      }
    });
  });
}

import { describe, expect, test } from "vitest";
import { answerTo, type JourneyHost, until } from "#test/scenario/journeys/journey-host.ts";

type Request = {
  readonly id: string;
  readonly state: string;
  readonly revision: number;
  readonly grants: readonly {
    readonly id: string;
    readonly state: string;
    readonly notBefore: string;
    readonly expiresAt: string;
    readonly evidence: readonly { readonly kind: string }[];
  }[];
};

const FILE = { bucket: "brightwater-sales-prod", key: "orders/2026/10/part-0001.csv" };

export const askForOrders = (host: JourneyHost, duration: string): Promise<Request> =>
  answerTo(
    host,
    "liv.sand",
    ...["access", "request", "--dataset", "sales.orders", "--template", "s3-prefix-read"],
    ...["--duration", duration, "--justification", "Why the October forecast was off"],
  );

export const requestIn = (host: JourneyHost, id: string, state: string): Promise<Request> =>
  until(
    host,
    () => answerTo<Request>(host, "liv.sand", "access", "show", id),
    (request) => request.state === state,
  );

/** Asked by one, decided by two, written and read back. */
export async function activeRequest(host: JourneyHost, duration: string): Promise<Request> {
  const { id } = await askForOrders(host, duration);
  await answerTo(host, "ben.ito", "access", "decide", id, "--approve", "--note", "Fine for the close");
  await answerTo(host, "hugo.vass", "access", "decide", id, "--approve", "--note", "Agreed");
  return requestIn(host, id, "ACTIVE");
}

export function accessJourneys(hostOf: () => JourneyHost): void {
  describe("access", () => {
    test("asked, decided by two, used with what is handed out, given back, denied and proved", async () => {
      const host = hostOf();
      await host.account.putFile({ ...FILE, body: "order,amount\n1,9.90\n" });
      const request = await activeRequest(host, "1h");
      expect(request.state).toBe("ACTIVE");
      const grant = request.grants[0] ?? expect.unreachable("no grant");
      expect(Date.parse(grant.expiresAt) - Date.parse(grant.notBefore)).toBe(3_600_000);
      expect(grant.evidence.map(({ kind }) => kind)).toContain("present");

      const handed = await host.by("liv.sand", "access", "credentials", grant.id);
      expect(handed.err).toBe("");
      const holder = { person: "liv.sand", credentials: handed.out };
      expect(await host.account.may(holder, "s3:GetObject", FILE)).toBe(true);
      expect(await host.account.may(holder, "s3:PutObject", FILE)).toBe(false);
      expect(await host.account.may(holder, "s3:GetObject", { ...FILE, key: "payments/part.csv" })).toBe(false);

      await answerTo(host, "liv.sand", "access", "give-back", request.id);
      const over = await requestIn(host, request.id, "ENDED");
      expect(over.grants[0]?.state).toBe("REVOKED");
      expect(over.grants[0]?.evidence.map(({ kind }) => kind)).toContain("absent");
      expect(await host.account.may(holder, "s3:GetObject", FILE)).toBe(false);
      const again = await host.by("liv.sand", "access", "credentials", grant.id);
      expect([again.code, again.out]).toEqual([1, ""]);
    });

    test("nobody decides on what they asked for", async () => {
      const host = hostOf();
      const { id } = await askForOrders(host, "1h");
      const own = await host.by("liv.sand", "access", "decide", id, "--approve");
      expect([own.code, own.err]).toEqual([1, expect.stringContaining("nobody decides on what they asked for")]);
      await answerTo(host, "liv.sand", "access", "cancel", id);
    });

    test("a decision on an older revision is refused, and changes nothing", async () => {
      const host = hostOf();
      const { id, revision } = await askForOrders(host, "1h");
      await answerTo(host, "ben.ito", "access", "decide", id, "--approve", "--note", "Fine");
      const stale = await host.post("hugo.vass", `/v1/access/requests/${id}/decisions`, {
        body: { outcome: "approve", note: "Agreed" },
        headers: { "if-match": `"${revision}"`, "idempotency-key": `stale-${id}` },
      });
      const after = await answerTo<Request>(host, "liv.sand", "access", "show", id);
      expect([stale, after.state]).toEqual([409, "PENDING"]);
      await answerTo(host, "liv.sand", "access", "cancel", id);
    });

    test("the same request sent twice is one, and another under its key is refused", async () => {
      const host = hostOf();
      const body = {
        items: [{ dataset: "sales.orders", template: "s3-prefix-read", account: "data-prod" }],
        duration: "1h",
        justification: "Sent twice by a proxy that lost the answer",
      };
      const headers = { "idempotency-key": `twice-${Date.now()}` };
      const send = (sent: object) => host.post("liv.sand", "/v1/access/requests", { body: sent, headers });
      const before = await answerTo<readonly { id: string }[]>(host, "liv.sand", "access", "list");
      const [first, second] = [await send(body), await send(body)];
      expect([first, second]).toEqual([201, 200]);
      expect(await send({ ...body, duration: "2h" })).toBe(409);
      const after = await answerTo<readonly { id: string }[]>(host, "liv.sand", "access", "list");
      const fresh = after.filter(({ id }) => !before.some((each) => each.id === id));
      expect(fresh.length).toBe(1);
      await answerTo(host, "liv.sand", "access", "cancel", fresh[0]?.id ?? "");
    });
  });
}

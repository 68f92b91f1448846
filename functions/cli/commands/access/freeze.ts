import { Argument, type Command } from "commander";
import { changing, confirmed, examples, needed, type Run } from "#functions/cli/command.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import type { FreezeAnswer } from "#shared/contracts/http/access-freeze.ts";
import { shown } from "#shared/kernel/shown-text.ts";

export function accessFreeze(access: Command, io: Io): void {
  examples(
    changing(
      access
        .command("freeze")
        .description("show the switch that stops all new access, or turn it; ending access is never frozen")
        .addArgument(new Argument("[to]", "on: nothing new is activated").choices(["on", "off"])),
      io,
      freeze,
    )
      .option("--because <text>", "why")
      .option("--yes", "do not ask"),
    "tollgate access freeze",
    'tollgate access freeze on --because "Incident INC-77" --as ida.noor',
    'tollgate access freeze off --because "INC-77 is over" --yes --as ida.noor',
  );
}

async function freeze(run: Run<{ because?: string; yes?: true }>, to?: string): Promise<void> {
  const plane = run.plane();
  const path = "/v1/access/freeze";
  if (to === undefined) {
    if (run.flags.because !== undefined) throw new CliError(2, "Cannot tell on from off: tollgate access freeze on");
    const is = await plane.json<FreezeAnswer>({ path });
    return run.say(is, freezeText(is));
  }
  const because = await needed(run.io, run.flags.because, { flag: "--because", question: "Why?" });
  if (to === "off") await confirmed(run.io, "Approved requests will be activated again", run.flags.yes);
  const set = await plane.json<FreezeAnswer>({ method: "PUT", path, body: { frozen: to === "on", because } });
  run.say(set, freezeText(set));
}

const freezeText = ({ frozen, because }: FreezeAnswer): string =>
  frozen ? `Frozen: nothing new is activated. ${shown(because)}` : "Not frozen: approved requests are activated";

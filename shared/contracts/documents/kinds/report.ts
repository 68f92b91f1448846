import type { Report } from "#shared/catalog/documents/report.ts";
import { oneOrMore } from "#shared/contracts/documents/collections.ts";
import { destination } from "#shared/contracts/documents/destinations.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { schedule, zone } from "#shared/contracts/documents/moments.ts";
import { optional, required } from "#shared/contracts/documents/record.ts";
import { reportScope } from "#shared/contracts/documents/selectors.ts";
import type { Shape } from "#shared/contracts/documents/shape.ts";
import { decider } from "#shared/contracts/documents/who.ts";
import { word } from "#shared/contracts/documents/words.ts";

export const report: Shape<Report> = documentShape("Report", {
  report: required(word(["cost-monthly", "cost-weekly", "compliance", "access-review"]), "Which", "cost-monthly"),
  schedule: required(schedule, "When it is made, as five-field cron", "0 8 3 * *"),
  zone: optional(zone, "Of the schedule; else the company's", "Europe/London"),
  formats: required(oneOrMore(word(["html", "json", "xlsx", "csv", "journal"])), "As what", ["html", "csv"]),
  send: required(oneOrMore(destination), "To whom", [{ mail: "finance-close@example.com" }]),
  signOff: optional(decider, "Who signs it off", "team:finance.lead"),
  scope: optional(reportScope, "What it is about; else everything", { team: "orders" }),
});

import type { Account } from "#shared/catalog/documents/account.ts";
import { oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { date } from "#shared/contracts/documents/moments.ts";
import { accountNo, ou, region, vocabularyWord } from "#shared/contracts/documents/names.ts";
import { optional, required } from "#shared/contracts/documents/record.ts";
import type { Shape } from "#shared/contracts/documents/shape.ts";

export const account: Shape<Account> = documentShape("Account", {
  account: required(accountNo, "Its number", "111122223333"),
  environment: required(vocabularyWord, "Its environment, a word of the Company", "prod"),
  ou: required(ou, "Its organizational unit, as a path", "/Data/Prod"),
  regions: required(oneOrMore(region), "The regions it uses", ["eu-west-1", "eu-central-1"]),
  enforce: optional(date, "From this day a policy in mode enforce may write here; without it: never", "2026-12-01"),
});

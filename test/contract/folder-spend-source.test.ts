import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { folderSpendSource } from "#shared/adapters/local/files/folder-spend-source.ts";
import { spendSourceContract } from "#test/contract/spend-source.ts";

spendSourceContract("A folder", async () => {
  const around = mkdtempSync(join(tmpdir(), "tollgate-spend-"));
  const root = join(around, "bills");
  mkdirSync(root);
  mkdirSync(`${root}-beside`);
  for (const outside of [join(around, "secret"), join(`${root}-beside`, "x.csv")]) writeFileSync(outside, "secret");
  return {
    spend: folderSpendSource(root),
    write: async (name, content) => {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), content);
    },
    linkOutside: async (name) => symlinkSync(join(around, "secret"), join(root, name)),
    linkInside: async (name, to) => symlinkSync(join(root, to), join(root, name)),
    outside: ["..", "../secret", "e/../../secret", "/etc/passwd", "../bills-beside/x.csv", `${root}-beside/x.csv`],
  };
});

import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";

type Filed = { readonly file: string; readonly document: GovernanceDocument };

const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf("/")));

/**
 * Each document with its team: the one it names, else the one Team of its folder or of the nearest
 * folder above that has one.
 *
 * A folder with several Teams has none to give, and what is in it looks no further up: whose it is
 * has to be said.
 */
export function withTeams(filed: readonly Filed[]): readonly GovernanceDocument[] {
  const teams = new Map<string, string | undefined>();
  for (const { file, document } of filed) {
    if (document.kind !== "Team") continue;
    const folder = folderOf(file);
    teams.set(folder, teams.has(folder) ? undefined : document.id);
  }
  return filed.map(({ file, document }) => {
    if (document.team !== undefined || document.kind === "Team" || document.kind === "Company") return document;
    const team = teamAbove(folderOf(file), teams);
    return team === undefined ? document : { ...document, team, teamFrom: "folder" };
  });
}

function teamAbove(folder: string, teams: ReadonlyMap<string, string | undefined>): string | undefined {
  if (teams.has(folder) || folder === "") return teams.get(folder);
  return teamAbove(folderOf(folder), teams);
}

import { type AccessRequest, isApproved, isRunning } from "#shared/access/access-request.ts";
import type { Governance } from "#shared/access/ports.ts";
import { askedNow, type Company, peopleInStage } from "#shared/access/stages.ts";
import { authorsIn } from "#shared/catalog/rule-authors.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import type { Caller } from "#shared/runtime/caller.ts";

/** The company as it is now, for showing: what is decided reads it anew. */
export async function companyNow(governance: Governance): Promise<Company> {
  const { catalog } = await governance.catalog();
  const authors = await authorsIn(catalog, governance);
  return { catalog, people: await governance.people(), authors };
}

/** Who watches over all access, whoever's it is. */
export const watches = ({ roles }: Pick<Caller, "roles">): boolean =>
  roles.some((role) => role === "operator" || role === "security" || role === "auditor");

/** Everyone who decides on a request in any of its stages. */
export const decidersOf = (request: AccessRequest, company: Company): readonly PersonId[] => [
  ...new Set(request.pin.stages.flatMap((stage) => peopleInStage(stage, request, company))),
];

const isTheirs = (request: AccessRequest, person: PersonId): boolean =>
  request.requester === person || request.beneficiary === person;

/** Whether somebody may see a request: theirs, theirs to decide (now or once), or watched over by them. */
export const maySee = (request: AccessRequest, caller: Caller, company: Company): boolean =>
  isTheirs(request, caller.person) ||
  watches(caller) ||
  request.decisions.some(({ person }) => person === caller.person) ||
  decidersOf(request, company).includes(caller.person);

/** Whether somebody may take a request's access away. Its holders give it back instead, by the same end. */
export const mayRevoke = (request: AccessRequest, caller: Caller, company: Company): boolean =>
  isTheirs(request, caller.person) ||
  caller.roles.some((role) => role === "operator" || role === "security") ||
  request.decisions.some(({ person }) => person === caller.person) ||
  decidersOf(request, company).includes(caller.person);

/** What the caller may do with it now. */
export function youMay(request: AccessRequest, caller: Caller, company: Company) {
  const theirs = isTheirs(request, caller.person);
  const mayDecide = request.state === "PENDING" && askedNow(request, company).includes(caller.person);
  return {
    mayDecide,
    mayCancel: theirs && (request.state === "PENDING" || isApproved(request)),
    mayExtend: theirs && isRunning(request) && request.extends === undefined,
    mayGiveBack: theirs && isRunning(request),
    mayRevoke: isRunning(request) && mayRevoke(request, caller, company),
    because: mayDecide ? "you are asked to decide" : theirs ? "it is your own request" : "you may look at it",
  };
}

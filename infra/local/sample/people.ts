import type { Person } from "#shared/catalog/person.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";

const person = (
  id: string,
  name: string,
  more: { readonly groups: readonly string[]; readonly manager?: string },
): Person => ({
  id: personId(id),
  name,
  groups: ["all-staff", ...more.groups].map(groupName),
  active: true,
  mail: `${id}@example.com`,
  ...(more.manager === undefined ? {} : { manager: personId(more.manager) }),
});

/** The people of the sample company, one or two in each role of a data platform. */
export const SAMPLE_PEOPLE: readonly Person[] = [
  person("ada.berg", "Ada Berg", { groups: ["sales-engineers"], manager: "ben.ito" }),
  person("ben.ito", "Ben Ito", { groups: ["sales-leads", "sales-owners"], manager: "finn.hale" }),
  person("cleo.park", "Cleo Park", { groups: ["finance-analysts"], manager: "dan.moss" }),
  person("dan.moss", "Dan Moss", { groups: ["finance-leads", "finance-owners"] }),
  person("eva.lind", "Eva Lind", { groups: ["platform-engineers"], manager: "ida.noor" }),
  person("finn.hale", "Finn Hale", { groups: ["platform-leads", "platform-engineers"], manager: "dan.moss" }),
  person("gwen.ross", "Gwen Ross", { groups: ["grc-auditors"], manager: "ida.noor" }),
  person("hugo.vass", "Hugo Vass", { groups: ["security-engineers"], manager: "ida.noor" }),
  person("ida.noor", "Ida Noor", { groups: ["security-leads", "security-engineers"], manager: "finn.hale" }),
  person("jon.abel", "Jon Abel", { groups: ["science-engineers"], manager: "mia.wolf" }),
  person("kim.roth", "Kim Roth", {
    groups: ["people-leads", "people-owners", "people-analysts"],
    manager: "finn.hale",
  }),
  person("liv.sand", "Liv Sand", {
    groups: ["web-leads", "web-engineers", "sales-owners", "logistics-leads"],
    manager: "finn.hale",
  }),
  person("mia.wolf", "Mia Wolf", {
    groups: ["science-leads", "logistics-engineers", "people-owners", "finance-owners"],
    manager: "finn.hale",
  }),
];

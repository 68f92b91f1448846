import type { Company } from "#shared/catalog/documents/company.ts";
import type { Directory } from "#shared/catalog/documents/directory.ts";

/** Stands where no Company was written: it knows no word, so that every name is unknown. */
export const NO_COMPANY: Company = {
  kind: "Company",
  id: "none",
  format: 1,
  zone: "UTC",
  currency: "USD",
  environments: [],
  classifications: [],
  labels: {},
  workloadTag: "Workload",
  segregation: "strict",
};

/** Stands where no Directory was written: nobody has a role. */
export const NO_DIRECTORY: Directory = { kind: "Directory", id: "none", issuer: "", groups: {}, roles: {} };

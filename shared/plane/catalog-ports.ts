import type { BlobStore } from "#shared/cost/ports.ts";
import type { MessageSink } from "#shared/findings/message-sink.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { PlatformPorts } from "#shared/plane/platform-ports.ts";
import { governanceOn } from "#shared/storage/access-governance.ts";
import { accessStoreOn } from "#shared/storage/access-store.ts";
import { catalogPlanStoreOn } from "#shared/storage/catalog-plan-store.ts";
import { changePostsOn } from "#shared/storage/change-post-store.ts";
import { costImportStoreOn } from "#shared/storage/cost-import-store.ts";
import { coverageStoreOn } from "#shared/storage/coverage-store.ts";

/** What plans and what is decided on them are kept with. */
export const planDeskPorts = <Ports extends PlatformPorts>(ports: Ports) => ({
  ...ports,
  plans: catalogPlanStoreOn(ports.records, ports),
  people: () => ports.persons.people(),
  governance: governanceOn(ports),
});

/** What telling people of held changes uses; the host says how a message leaves. */
export const changeNotifyPorts = <Ports extends PlatformPorts>(ports: Ports, sink: MessageSink) => ({
  ...planDeskPorts(ports),
  sink,
  changePosts: changePostsOn(ports.records),
});

/** What the functions of the catalogue use: also past requests, what is governed, and bills, to say what a plan does. */
export const catalogPorts = <Ports extends PlatformPorts & { readonly ids: Ids }>(ports: Ports, blobs: BlobStore) => ({
  ...planDeskPorts(ports),
  requests: accessStoreOn(ports),
  coverage: coverageStoreOn(ports.records),
  imports: costImportStoreOn(ports.records, blobs),
});

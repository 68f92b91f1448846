import { documentJson } from "#shared/catalog/document-text.ts";
import { getDocument } from "#shared/contracts/http/catalog.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";
import type { CatalogReader } from "#shared/storage/catalog-store.ts";

export const documentRoute = ({ catalogs }: { readonly catalogs: CatalogReader }) =>
  route(getDocument, async ({ params: { kind, id } }) => {
    const catalog = await catalogs.current();
    const today = catalog.pins.has(`${kind}:${id}`) ? id : catalog.renamed.get(`${kind}:${id}`);
    const document = catalog.documents.find((each) => each.kind === kind && each.id === today);
    const pin = catalog.pins.get(`${kind}:${today}`);
    if (document === undefined || pin === undefined) throw new Problem(404, `Cannot find ${kind} "${id}"`);
    const origins = catalog.explain({ kind, id: document.id });
    return {
      status: 200,
      body: {
        ...pin,
        document: documentJson(document),
        explain: [...origins].map(([pointer, origin]) => ({
          pointer,
          from: { kind: origin.document.kind, id: origin.document.id, pointer: origin.pointer },
        })),
      },
    };
  });

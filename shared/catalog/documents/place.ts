/** Where data lies. `text` is the place as written, which is its normal form. */
export type Place =
  | {
      readonly kind: "s3";
      readonly text: string;
      readonly bucket: string /** "" or ends in "/" */;
      readonly prefix: string;
    }
  | {
      readonly kind: "glue";
      readonly text: string;
      readonly database: string /** absent: the whole database */;
      readonly table?: string;
    }
  | { readonly kind: "kinesis"; readonly text: string; readonly stream: string }
  | { readonly kind: "dynamodb"; readonly text: string; readonly table: string };

export type PlaceKind = Place["kind"];

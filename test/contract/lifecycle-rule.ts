/** A lifecycle rule as S3's API writes it (`LifecycleRule` of the S3 API reference), as far as the contract plants some. */
export type S3Rule = {
  readonly ID: string;
  readonly Status: "Enabled" | "Disabled";
  readonly Filter: {
    readonly Prefix?: string;
    readonly Tag?: { readonly Key: string; readonly Value: string };
    readonly ObjectSizeGreaterThan?: number;
    readonly And?: {
      readonly Prefix?: string;
      readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
      readonly ObjectSizeLessThan?: number;
    };
  };
  readonly Expiration?: { readonly Days?: number; readonly Date?: string };
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number; readonly NewerNoncurrentVersions?: number };
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
  readonly Transitions?: readonly [{ readonly Days: number; readonly StorageClass: string }];
};

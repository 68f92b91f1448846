/** What an action lets its holder do, for those who do not read IAM. Unlisted: named as it is. */
export function meaningOf(action: string): string {
  return MEANINGS[action] ?? `call ${action}`;
}

const MEANINGS: { readonly [action: string]: string } = {
  "s3:GetObject": "read files",
  "s3:GetObjectVersion": "read earlier versions of files",
  "s3:ListBucket": "list the names of files",
  "s3:PutObject": "add and replace files",
  "s3:AbortMultipartUpload": "give up an upload under way",
  "kms:Decrypt": "decrypt what may be read",
  "kms:GenerateDataKey": "encrypt what may be written",
  "glue:GetDatabase": "see that the database is there",
  "glue:GetTable": "see the columns of the table",
  "glue:GetPartitions": "see the partitions of the table",
};

import type { AsyncBuffer, ColumnMetaData, FileMetaData, PageHeader } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";

/** More rows or bytes than this in one piece are taken for damage: no writer makes such groups or pages. */
const MOST_ROWS = 20_000_000;
const MOST_PAGE_BYTES = 256 * 1024 * 1024;

type Chunk = { readonly start: number; readonly bytes: Uint8Array; readonly meta: ColumnMetaData };

export type CheckedChunks = { readonly file: AsyncBuffer; readonly chunks: readonly Chunk[] };

/**
 * The column chunks of one row group, fetched and looked through before anything is decoded: hyparquet
 * believes the counts in page headers, and one wrong bit there makes it count to two thousand million.
 *
 * @throws Error naming the column whose pages contradict the footer
 */
export async function checkedChunks(
  buffer: AsyncBuffer,
  group: FileMetaData["row_groups"][number],
  columns: ReadonlySet<string>,
): Promise<CheckedChunks> {
  if (!(group.num_rows >= 0n && group.num_rows <= MOST_ROWS)) throw new Error(`a row group of ${group.num_rows} rows`);
  const chunks: Chunk[] = [];
  for (const { meta_data: meta } of group.columns) {
    if (meta === undefined || !columns.has(meta.path_in_schema[0] ?? "")) continue;
    const start = Number(meta.dictionary_page_offset ?? meta.data_page_offset);
    const length = Number(meta.total_compressed_size);
    if (!(start >= 0 && length >= 0 && start + length <= buffer.byteLength))
      throw damaged(meta, "lies outside of the file");
    const bytes = new Uint8Array(await buffer.slice(start, start + length));
    checkPages(meta, bytes);
    chunks.push({ start, bytes, meta });
  }
  const slice = (start: number, end = buffer.byteLength) => sliceOf(chunks, start, end);
  return { file: { byteLength: buffer.byteLength, slice }, chunks };
}

function checkPages(meta: ColumnMetaData, bytes: Uint8Array): void {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  let values = 0;
  while (reader.offset < bytes.length - 1) {
    const header = parquetHeader(reader);
    if (!within(header.compressed_page_size, bytes.length - reader.offset) || !isSound(header)) {
      throw damaged(meta, "has a page whose sizes cannot be");
    }
    values += (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
    reader.offset += header.compressed_page_size;
  }
  if (values !== Number(meta.num_values)) throw damaged(meta, "holds another number of values than its footer says");
}

const within = (count: number | undefined, most: number): boolean => count !== undefined && count >= 0 && count <= most;

function isSound(header: PageHeader): boolean {
  const { uncompressed_page_size: size, dictionary_page_header: dictionary, data_page_header: first } = header;
  if (!within(size, MOST_PAGE_BYTES)) return false;
  if (dictionary !== undefined && !within(dictionary.num_values, size)) return false;
  if (first !== undefined && !within(first.num_values, MOST_ROWS)) return false;
  return header.data_page_header_v2 === undefined || isSoundV2(header.data_page_header_v2, header.compressed_page_size);
}

const isSoundV2 = (page: NonNullable<PageHeader["data_page_header_v2"]>, size: number): boolean =>
  within(page.num_values, MOST_ROWS) &&
  within(page.num_nulls, page.num_values) &&
  within(page.num_rows, page.num_values) &&
  within(page.definition_levels_byte_length, size) &&
  within(page.repetition_levels_byte_length, size);

const damaged = (meta: ColumnMetaData, found: string): Error =>
  new Error(`column ${meta.path_in_schema.join(".")} ${found}`);

/** What was asked for, of the chunks that lie in it; what lies between chunks is never decoded. */
function sliceOf(chunks: readonly Chunk[], start: number, end: number): ArrayBuffer {
  const whole = chunks.find((chunk) => chunk.start === start && chunk.start + chunk.bytes.length === end);
  const out = new Uint8Array(whole === undefined ? end - start : 0);
  if (whole !== undefined) return whole.bytes.buffer as ArrayBuffer;
  for (const chunk of chunks) {
    const from = Math.max(start, chunk.start);
    const to = Math.min(end, chunk.start + chunk.bytes.length);
    if (from < to) out.set(chunk.bytes.subarray(from - chunk.start, to - chunk.start), from - start);
  }
  return out.buffer;
}

/** How an output in a notebook is divided, in characters of its file, so that all of it stays within what a notebook may hold. */
import { PAYLOAD_BYTES_MAX } from '../../schema/payload';

/** What a cell of a large sweep takes without its thumbnail. */
const CELL_BYTES = 95;
/** A sheet is there however many cells there are: it is all that viewers without the extension show. */
const SHEET_LEAST = 200_000;
/** Characters of base64 for each byte. */
export const BASE64 = 4 / 3;

/** The sheet comes first: it gets half, or what the cells of a very large sweep leave. */
export function notebookShares(cells: number): { sheet: number; payload: number } {
  const payload = Math.min(PAYLOAD_BYTES_MAX, Math.max(PAYLOAD_BYTES_MAX / 2, cells * CELL_BYTES));
  return { payload, sheet: Math.max(SHEET_LEAST, PAYLOAD_BYTES_MAX - payload) };
}

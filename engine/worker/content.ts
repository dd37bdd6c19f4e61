import { createHash, hash } from 'node:crypto';
import type { PredictNeed } from '../pipeline/needs';

/** A name of numbers: equal exactly when the bytes are. */
export function contentId(numbers: Float32Array): string {
  // crypto.hash is one call without an object; it came with Node 20.12.
  return hash ? hash('sha1', numbers, 'base64') : createHash('sha1').update(numbers).digest('base64');
}

/** A name for each row, equal exactly when the network's answer must be. Rows of one ask share their input, which is hashed once. */
export function rowIds({ rows, height, width, flavour }: PredictNeed): string[] {
  let x: Float32Array | null = null;
  let id = '';
  return rows.map(row => {
    if (row.x !== x) {
      x = row.x;
      id = contentId(x);
    }
    return `${id} ${row.timestep} ${flavour} ${height}x${width} ${row.context.id}`;
  });
}

import type { Mark } from '../../schema/wire';
import type { Database } from './database';

export type PictureRecord = {
  key: string;
  sha256: string;
  width: number;
  height: number;
  sizeBytes: number;
};

type Row = { content_key: string; sha256: string; width: number; height: number; size_bytes: number };

/** What is known of stored pictures: which content key each answers, and the marks people gave. */
export class PictureStore {
  constructor(private readonly database: Database) {}

  byKey(key: string): PictureRecord | null {
    return record(this.database.get<Row>('SELECT * FROM pictures WHERE content_key = ?', key));
  }

  byHash(hash: string): PictureRecord | null {
    return record(this.database.get<Row>('SELECT * FROM pictures WHERE sha256 = ? LIMIT 1', hash));
  }

  all(): PictureRecord[] {
    return this.database.all<Row>('SELECT * FROM pictures').map(row => record(row)!);
  }

  put({ key, sha256, width, height, sizeBytes }: PictureRecord, created: string): void {
    this.database.run(
      `INSERT OR REPLACE INTO pictures (content_key, sha256, width, height, size_bytes, created) VALUES (?, ?, ?, ?, ?, ?)`,
      key,
      sha256,
      width,
      height,
      sizeBytes,
      created
    );
  }

  remove(hash: string): void {
    this.database.run('DELETE FROM pictures WHERE sha256 = ?', hash);
  }

  /** Mean bytes of a picture of this many pixels, from those that are there; null when there are none. */
  bytesPerPixel(): number | null {
    return this.database.get<{ mean: number | null }>(
      'SELECT sum(size_bytes) * 1.0 / sum(width * height) AS mean FROM pictures'
    )!.mean;
  }

  mark(key: string): Mark | null {
    return this.database.get<Mark>('SELECT rating, flag FROM marks WHERE content_key = ?', key) ?? null;
  }

  marksOfJob(job: number): Map<string, Mark> {
    const rows = this.database.all<Mark & { content_key: string }>(
      `SELECT content_key, rating, flag FROM marks WHERE content_key IN (SELECT content_key FROM cells WHERE job = ?)`,
      job
    );
    return new Map(rows.map(({ content_key, rating, flag }) => [content_key, { rating, flag }]));
  }

  setMark(key: string, mark: Mark): void {
    if (mark.rating === null && mark.flag === null) {
      this.database.run('DELETE FROM marks WHERE content_key = ?', key);
      return;
    }
    this.database.run(
      'INSERT OR REPLACE INTO marks (content_key, rating, flag) VALUES (?, ?, ?)',
      key,
      mark.rating,
      mark.flag
    );
  }
}

function record(row: Row | undefined): PictureRecord | null {
  return row
    ? {
        key: row.content_key,
        sha256: row.sha256,
        width: row.width,
        height: row.height,
        sizeBytes: row.size_bytes
      }
    : null;
}

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

  /** Forgets a picture, its thumbnail too. */
  remove(hash: string): void {
    this.database.run('DELETE FROM pictures WHERE sha256 = ?', hash);
    this.database.run('DELETE FROM thumbnails WHERE sha256 = ?', hash);
  }

  thumbnail(hash: string): Uint8Array | null {
    return (
      this.database.get<{ webp: Uint8Array }>('SELECT webp FROM thumbnails WHERE sha256 = ?', hash)?.webp ??
      null
    );
  }

  keepThumbnail(hash: string, webp: Uint8Array): void {
    this.database.run('INSERT OR REPLACE INTO thumbnails (sha256, webp) VALUES (?, ?)', hash, webp);
  }

  /** Pictures of a job that no other job shows and nobody has marked. */
  onlyOfJob(job: number): string[] {
    return this.database
      .all<{ image: string }>(
        `SELECT DISTINCT image FROM cells WHERE job = ? AND image IS NOT NULL
         AND image NOT IN (SELECT image FROM cells WHERE job <> ? AND image IS NOT NULL)
         AND content_key NOT IN (SELECT content_key FROM marks)`,
        job,
        job
      )
      .map(({ image }) => image);
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

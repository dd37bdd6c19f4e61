import type { Mark } from '../../schema/wire';
import type { Database } from './database';

export type PictureRecord = {
  key: string;
  sha256: string;
  width: number;
  height: number;
  sizeBytes: number;
};

/** A picture that somebody gave, to begin with. */
export type UploadRecord = Omit<PictureRecord, 'key'>;

type Row = { content_key: string; sha256: string; width: number; height: number; size_bytes: number };

type MarkRow = Omit<Mark, 'tags'> & { content_key: string; tags: string };

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

  /** Whether a picture of this hash is stored, drawn here or given. */
  has(hash: string): boolean {
    return this.byHash(hash) !== null || this.upload(hash) !== null;
  }

  /** Width and height of a picture that is stored, drawn here or given; null where there is none. */
  sizeOf(hash: string): { width: number; height: number } | null {
    const found = this.byHash(hash) ?? this.upload(hash);
    return found && { width: found.width, height: found.height };
  }

  upload(hash: string): UploadRecord | null {
    const row = this.database.get<Omit<Row, 'content_key'>>('SELECT * FROM uploads WHERE sha256 = ?', hash);
    return row ? uploadRecord(row) : null;
  }

  uploads(): UploadRecord[] {
    return this.database.all<Omit<Row, 'content_key'>>('SELECT * FROM uploads').map(uploadRecord);
  }

  /** Notes a given picture; given again, it counts as new. */
  putUpload({ sha256, width, height, sizeBytes }: UploadRecord, created: string): void {
    this.database.run(
      'INSERT OR REPLACE INTO uploads (sha256, width, height, size_bytes, created) VALUES (?, ?, ?, ?, ?)',
      sha256,
      width,
      height,
      sizeBytes,
      created
    );
  }

  /** Given pictures that no cell begins with and that are older than so many days. */
  unusedUploads(days: number): string[] {
    return this.database
      .all<{ sha256: string }>(
        `SELECT sha256 FROM uploads WHERE created < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ?)
         AND sha256 NOT IN (SELECT image FROM inputs)`,
        `-${days} days`
      )
      .map(({ sha256 }) => sha256);
  }

  /** Forgets a picture, its thumbnail too. */
  remove(hash: string): void {
    this.database.run('DELETE FROM uploads WHERE sha256 = ?', hash);
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

  /** Whether a picture is of no use to anybody: no cell shows it or begins with it, nobody gave or marked it. */
  isIdle(hash: string): boolean {
    return (
      this.database.get(
        `SELECT 1 WHERE EXISTS (SELECT 1 FROM cells WHERE image = ?1) OR EXISTS (SELECT 1 FROM inputs WHERE image = ?1)
         OR EXISTS (SELECT 1 FROM uploads WHERE sha256 = ?1)
         OR EXISTS (SELECT 1 FROM pictures JOIN marks USING (content_key) WHERE sha256 = ?1)`,
        hash
      ) === undefined
    );
  }

  /** Mean bytes of a picture of this many pixels, from those that are there; null when there are none. */
  bytesPerPixel(): number | null {
    return this.database.get<{ mean: number | null }>(
      'SELECT sum(size_bytes) * 1.0 / sum(width * height) AS mean FROM pictures'
    )!.mean;
  }

  mark(key: string): Mark | null {
    const row = this.database.get<MarkRow>('SELECT * FROM marks WHERE content_key = ?', key);
    return row ? markOf(row) : null;
  }

  /** The mark of a picture by its hash; null where nobody said anything of it. */
  markOfImage(hash: string): Mark | null {
    const row = this.database.get<MarkRow>(
      'SELECT marks.* FROM marks JOIN pictures USING (content_key) WHERE sha256 = ? LIMIT 1',
      hash
    );
    return row ? markOf(row) : null;
  }

  marks(): (Mark & { key: string })[] {
    const rows = this.database.all<MarkRow>('SELECT * FROM marks');
    return rows.map(row => ({ key: row.content_key, ...markOf(row) }));
  }

  marksOfJob(job: number): Map<string, Mark> {
    const rows = this.database.all<MarkRow>(
      `SELECT * FROM marks WHERE content_key IN (SELECT content_key FROM cells WHERE job = ?)`,
      job
    );
    return new Map(rows.map(row => [row.content_key, markOf(row)]));
  }

  setMark(key: string, mark: Mark): void {
    if (mark.rating === null && mark.flag === null && mark.tags.length === 0) {
      this.database.run('DELETE FROM marks WHERE content_key = ?', key);
      return;
    }
    this.database.run(
      'INSERT OR REPLACE INTO marks (content_key, rating, flag, tags) VALUES (?, ?, ?, ?)',
      key,
      mark.rating,
      mark.flag,
      JSON.stringify(mark.tags)
    );
  }
}

function markOf({ rating, flag, tags }: MarkRow): Mark {
  return { rating, flag, tags: JSON.parse(tags) as string[] };
}

function uploadRecord({ sha256, width, height, size_bytes }: Omit<Row, 'content_key'>): UploadRecord {
  return { sha256, width, height, sizeBytes: size_bytes };
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

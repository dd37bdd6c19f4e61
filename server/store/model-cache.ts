import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Inspection } from '../../engine/worker';
import type { Database } from './database';

/** What reading model files told, remembered as long as size and time of the files stay. */
export class ModelCache {
  constructor(private readonly database: Database) {}

  /** The sha256 of a file when it was computed before and the file did not change since. */
  async knownHash(path: string): Promise<string | null> {
    const { size, mtimeMs } = await stat(path);
    const row = this.database.get<{ sha256: string }>(
      'SELECT sha256 FROM file_hashes WHERE path = ? AND size_bytes = ? AND modified_ms = ?',
      path,
      size,
      mtimeMs
    );
    return row?.sha256 ?? null;
  }

  /** The sha256 of a file, read through as a stream when it is not known. */
  async hash(path: string): Promise<string> {
    const known = await this.knownHash(path);
    if (known) {
      return known;
    }
    const { size, mtimeMs } = await stat(path);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer);
    }
    const sha256 = hash.digest('hex');
    this.database.run(
      'INSERT OR REPLACE INTO file_hashes (path, size_bytes, modified_ms, sha256) VALUES (?, ?, ?, ?)',
      path,
      size,
      mtimeMs,
      sha256
    );
    return sha256;
  }

  inspection(path: string, fingerprint: string): Inspection | null {
    const row = this.database.get<{ inspection: string }>(
      'SELECT inspection FROM inspections WHERE path = ? AND fingerprint = ?',
      path,
      fingerprint
    );
    return row ? (JSON.parse(row.inspection) as Inspection) : null;
  }

  keepInspection(path: string, fingerprint: string, inspection: Inspection): void {
    this.database.run(
      'INSERT OR REPLACE INTO inspections (path, fingerprint, inspection) VALUES (?, ?, ?)',
      path,
      fingerprint,
      JSON.stringify(inspection)
    );
  }
}

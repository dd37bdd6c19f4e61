import { createHash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Inspection, lookOf, unsettledMs } from '../../engine/worker';
import { Fault } from '../../schema/fault';
import type { Database } from './database';

/**
 * The sha256 of a file; or of the bytes behind a .safetensors file's header, which an edit of its metadata leaves as it is: the AutoV3
 * of model sites, A1111's hash of LoRAs. Of any other file both are the same.
 */
export type HashKind = 'sha256' | 'autov3';

/** How often a file that changes while it is read is read again. */
const TRIES = 4;
const CHUNK_BYTES = 1 << 20;

/** What reading model files told, remembered as long as their stamps stay. */
export class ModelCache {
  constructor(private readonly database: Database) {}

  /** The hash of a file when it was computed before and the file did not change since. */
  async knownHash(path: string, kind: HashKind = 'sha256'): Promise<string | null> {
    const { stamp } = lookOf(await stat(path, { bigint: true }));
    const row = this.database.get<{ hash: string }>(
      'SELECT hash FROM file_hashes WHERE path = ? AND kind = ? AND stamp = ?',
      path,
      kind,
      stamp
    );
    return row?.hash ?? null;
  }

  /** The hash of a file, read through when it is not known. Throws `file_changing` for one that won't stay as it is. */
  async hash(path: string, kind: HashKind = 'sha256'): Promise<string> {
    for (let tries = 0; tries < TRIES; tries++) {
      const found = (await this.knownHash(path, kind)) ?? (await this.readHash(path, kind));
      if (found !== null) {
        return found;
      }
    }
    throw new Fault('file_changing', { file: basename(path) });
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

  /** Reads one open file from end to end; null when it was written to meanwhile. */
  private async readHash(path: string, kind: HashKind): Promise<string | null> {
    const handle = await open(path);
    try {
      const before = lookOf(await handle.stat({ bigint: true }));
      const wait = unsettledMs(before);
      if (wait > 0) {
        await pause(wait);
        return null;
      }
      const start = kind === 'autov3' ? await tensorsStart(handle) : 0;
      const hash = createHash('sha256');
      for await (const chunk of handle.createReadStream({
        start,
        autoClose: false,
        highWaterMark: CHUNK_BYTES
      })) {
        hash.update(chunk as Buffer);
      }
      if (lookOf(await handle.stat({ bigint: true })).stamp !== before.stamp) {
        return null;
      }
      const found = hash.digest('hex');
      this.database.run(
        'INSERT OR REPLACE INTO file_hashes (path, kind, stamp, hash) VALUES (?, ?, ?, ?)',
        path,
        kind,
        before.stamp,
        found
      );
      return found;
    } finally {
      await handle.close();
    }
  }
}

/** Where a .safetensors file's tensors begin: behind the length of its header (u64) and the header, which opens with a brace. 0 for others. */
async function tensorsStart(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const head = Buffer.alloc(9);
  const { bytesRead } = await handle.read(head, 0, 9, 0);
  const start = bytesRead === 9 && head[8] === 0x7b ? 8n + head.readBigUInt64LE(0) : 0n;
  return start <= BigInt(size) ? Number(start) : 0;
}

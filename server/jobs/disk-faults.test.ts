/** The nth call of the disk fails, n = 1, 2, … until a job meets no fault: it ends all the same, or says why not, and nothing is half there. */
import type { Fault } from '../../schema/fault';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clock } from '../clock';
import { makeLog } from '../log';
import { sha256 } from '../store/content-key';
import { Database } from '../store/database';
import { diskFault } from '../store/disk-faults';
import { DISK_FAULTS, FailingDisk } from '../testing/failing-files';
import { jobOf, submit, temporaryFolder, testService, untilJob } from '../testing/test-service';
import type { Service } from '../service/service';

/** Waits are short, so that the tests are. */
const hasty = { ...clock, after: (ms: number, work: () => void) => clock.after(ms / 30, work) };
const TOO_LONG_MS = 15_000;

let seed = 1;

/** A job of one cell, once it is over; fails when that takes too long. */
async function draw(service: Service): Promise<ReturnType<typeof jobOf>> {
  const id = await submit(service, `%%sweep seed=${seed++}\na boat`);
  return ended(service, id);
}

async function ended(service: Service, id: string): Promise<ReturnType<typeof jobOf>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`hangs: ${JSON.stringify(jobOf(service, id))}`)), TOO_LONG_MS);
  });
  return Promise.race([untilJob(service, id), late]).finally(() => clearTimeout(timer));
}

function temporaryFiles(data: string): string[] {
  const images = join(data, 'images', 'v1');
  return existsSync(images)
    ? readdirSync(images, { recursive: true })
        .map(String)
        .filter(name => name.endsWith('.tmp'))
    : [];
}

function expectWhole(service: Service, { cells }: ReturnType<typeof jobOf>): void {
  for (const { image } of cells.filter(({ state }) => state === 'done')) {
    expect(sha256(readFileSync(service.files.path(image!)))).toBe(image);
  }
}

/** What a submit is refused with whose journal can't be written. */
const REFUSALS = ['disk_full', 'disk_failing', 'data_unwritable'];

test.each(DISK_FAULTS)(
  '%s of any call for a picture: its cell is drawn, or says that it was not saved',
  async fault => {
    const dataFolder = temporaryFolder();
    const disk = new FailingDisk();
    const service = await testService({
      dataFolder,
      clock: hasty,
      files: disk.files,
      freeBytes: () => disk.call(async () => 1e12)
    });
    for (let nth = 1; ; nth++) {
      disk.fail(nth, fault);
      const drawn = await draw(service).catch((error: unknown) => {
        // Nothing was accepted then.
        expect(REFUSALS).toContain(diskFault(error)?.code ?? (error as Fault).code);
        return null;
      });
      const { met } = disk;
      disk.heal();
      let job = drawn ?? (await draw(service));
      if (job.state !== 'done') {
        expect(job.cells.map(({ error }) => error?.code)).toEqual(['save_failed']);
        await service.steering.retry(job.id);
        job = await ended(service, job.id);
      }
      expect(job.state).toBe('done');
      expectWhole(service, job);
      expect(temporaryFiles(dataFolder)).toEqual([]);
      if (!met) {
        expect(nth).toBeGreaterThan(5);
        break;
      }
    }
  }
);

test('a database that can grow no further, at any moment: refused in a sentence or waited for, and all is drawn', async () => {
  const service = await testService({ clock: hasty });
  const database = service['database'];
  const pages = (): number => database.get<{ page_count: number }>('PRAGMA page_count')!.page_count;
  const limit = (most: number): void => void database.get(`PRAGMA max_page_count = ${most}`);
  await draw(service);
  const refusals: string[] = [];
  for (let more = 0, unmet = 0; unmet < 3 && more < 40; more++) {
    limit(pages() + more);
    const id = await submit(service, `%%sweep seed=${seed},${seed + 1},${seed + 2}\na boat`).catch(error => {
      refusals.push(diskFault(error)?.code ?? String(error));
      return null;
    });
    seed += 3;
    if (id !== null) {
      const waited = await Promise.race([
        untilJob(service, id, ({ diagnosis }) => diagnosis?.code === 'disk_full').then(() => true),
        ended(service, id).then(() => false)
      ]);
      unmet = waited ? 0 : unmet + 1;
      limit(1e9);
      const job = await ended(service, id);
      expect(job.state).toBe('done');
      expectWhole(service, job);
    }
    limit(1e9);
  }
  expect(new Set(refusals)).toEqual(new Set(['disk_full']));
});

test('an error of the database’s disk in any change: refused in a sentence or tried again, and all is drawn', async () => {
  const service = await testService({ clock: hasty });
  await draw(service);
  const { transaction } = Database.prototype;
  let depth = 0;
  for (let nth = 1; ; nth++) {
    let count = 0;
    const failing = jest.spyOn(Database.prototype, 'transaction').mockImplementation(function (
      this: Database,
      work
    ) {
      if (depth > 0) {
        return transaction.call(this, work);
      }
      depth++;
      try {
        return transaction.call(this, () => {
          const result = work();
          if (++count === nth) {
            throw Object.assign(new Error('disk I/O error'), { sqliteCodeName: 'SQLITE_IOERR_FSYNC' });
          }
          return result;
        });
      } finally {
        depth--;
      }
    });
    const id = await submit(service, `%%sweep seed=${seed},${seed + 1}\na boat`).catch(error => {
      expect(diskFault(error)?.code).toBe('disk_failing');
      return null;
    });
    seed += 2;
    if (id !== null) {
      const job = await ended(service, id);
      expect(job.state).toBe('done');
      expectWhole(service, job);
    }
    failing.mockRestore();
    if (count < nth) {
      expect(nth).toBeGreaterThan(3);
      break;
    }
  }
});

const FULL = new Error('database or disk is full');
const UNREADABLE = Object.assign(new Error('disk I/O error'), { sqliteCodeName: 'SQLITE_IOERR_READ' });
const WRITES = /^\s*(INSERT|UPDATE|DELETE|WITH)/;

/** From now on no such statement is taken, whoever asks, until the returned function is called; `refused` hears of each. */
function refuse(statements: RegExp, error: Error, refused: (sql: string) => void): () => void {
  const prototype = Database.prototype as unknown as { statement(sql: string): unknown };
  const { statement } = prototype;
  const refusing = jest.spyOn(prototype, 'statement').mockImplementation(function (this: unknown, sql) {
    if (statements.test(sql)) {
      refused(sql);
      throw error;
    }
    return statement.call(this, sql);
  });
  return () => refusing.mockRestore();
}

test('a database that takes nothing at all while an engine draws to its end: what was drawn is held, and the pace is learnt later', async () => {
  const service = await testService({ clock: hasty });
  const paces = (): unknown[] => service['database'].all('SELECT model FROM paces');
  const id = await submit(service, `%%sweep seed=${seed},${seed + 1},${seed + 2}\na slow boat`);
  seed += 3;
  await untilJob(service, id, ({ progress }) => progress.cells_done === 1);
  expect(paces()).toEqual([]);
  let heal = (): void => undefined;
  await new Promise<void>(learning => {
    heal = refuse(WRITES, FULL, sql => sql.includes('INTO paces') && setImmediate(learning));
  });
  const waiting = await untilJob(service, id, ({ diagnosis }) => diagnosis?.code === 'disk_full');
  expect(waiting.progress.cells_done).toBe(1);
  heal();
  const job = await ended(service, id);
  expect(job.state).toBe('done');
  expectWhole(service, job);
  // Nothing was drawn twice.
  expect(job.progress.unet_evals_executed).toBe(3 * 4 * 2);
  expect(paces()).toEqual([{ model: 'toy' }]);
});

test('a database that can’t even be read while an engine draws to its end: what was drawn is held', async () => {
  const service = await testService({ clock: hasty });
  // It reads the database as well, and has its own tests.
  service['watchdog'].stop();
  const id = await submit(service, `%%sweep seed=${seed},${seed + 1}\na slow boat`);
  seed += 2;
  await untilJob(service, id, ({ progress }) => progress.cells_done === 1);
  let heal = (): void => undefined;
  await new Promise<void>(triedAgain => {
    let tries = 0;
    heal = refuse(/./, UNREADABLE, sql => {
      // A picture's recipe says whose job it is of.
      tries += Number(sql.includes('FROM jobs WHERE number'));
      if (tries === 6) {
        setImmediate(triedAgain);
      }
    });
  });
  heal();
  const job = await ended(service, id);
  expect(job.state).toBe('done');
  expectWhole(service, job);
  expect(job.progress.unet_evals_executed).toBe(2 * 4 * 2);
});

test('models that can’t be looked through when an engine starts are told of in the log, and drawing goes on', async () => {
  const lines: string[] = [];
  const log = makeLog({ level: 'error', write: line => void lines.push(line) });
  const service = await testService({ clock: hasty, log });
  await draw(service);
  const refusing = jest
    .spyOn(service.registry, 'rescanUnread')
    .mockRejectedValue(Object.assign(new Error('disk I/O error'), { sqliteCodeName: 'SQLITE_IOERR' }));
  service.pool.links[0].restart();
  expect((await draw(service)).state).toBe('done');
  expect(refusing).toHaveBeenCalledTimes(1);
  expect(lines).toEqual([expect.stringContaining('disk I/O error')]);
});

test('of a submit that could not be stored nobody hears, also where its picture was there already', async () => {
  const service = await testService();
  const text = `%%sweep seed=${seed++}\na boat`;
  await ended(service, await submit(service, text));
  const heard: string[] = [];
  service.hub.subscribe(null, ({ type }) => heard.push(type));
  const { transaction } = Database.prototype;
  const failing = jest.spyOn(Database.prototype, 'transaction').mockImplementationOnce(function (
    this: Database,
    work
  ) {
    return transaction.call(this, () => {
      work();
      throw new Error('not committed');
    });
  });
  await expect(submit(service, text)).rejects.toThrow('not committed');
  failing.mockRestore();
  expect(heard).toEqual([]);
  await ended(service, await submit(service, text));
  expect(heard).toContain('done');
});

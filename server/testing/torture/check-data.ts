/**
 * What must hold of a data folder after a kill. Each check returns sentences of what does not; none means that nothing acknowledged was lost,
 * nothing was stored twice and nothing was left lying about.
 */
import { DatabaseSync } from '@photostructure/sqlite';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { checkJobFiles, checkMarkFile, type StoredMark } from './check-journals';
import { NO_MARK, type Told } from './told';
import type { Mark } from '../../../schema/wire';

type Open = InstanceType<typeof DatabaseSync>;
type JobRow = { number: number; id: string; idempotency_key: string; state: string; seq: number } & Record<
  'cells_total' | 'cells_done' | 'cells_failed' | 'cells_cancelled',
  number
>;
type CellRow = { id: string; job: number; position: number; state: string; image: string | null };

export class DataCheck {
  /** Pictures whose bytes were found right; a file is read once, and looked for ever after. */
  private readonly whole = new Set<string>();

  constructor(
    private readonly folder: string,
    private readonly told: Told
  ) {}

  /** While the service with this process id runs: it may be writing, so only what was acknowledged and what others left is judged. */
  started(pid: number): string[] {
    const others = this.temporaries().filter(name => !name.includes(`.${pid}-`));
    return [...others.map(leftBehind), ...this.read(database => this.kept(database))];
  }

  /** After the service has ended and every job was waited for. */
  atRest(): string[] {
    const lock = existsSync(join(this.folder, 'service.lock')) ? ['the lock'] : [];
    return [
      ...[...lock, ...this.temporaries()].map(leftBehind),
      ...this.read(database => [
        ...this.kept(database),
        ...this.complete(database),
        ...this.paired(database),
        ...this.journalled(database)
      ])
    ];
  }

  private kept(database: Open): string[] {
    const wrong: string[] = [];
    const jobs = new Map(
      rows<JobRow>(database, 'SELECT id, idempotency_key, cells_total, seq, state FROM jobs').map(job => [
        job.idempotency_key,
        job
      ])
    );
    const cells = new Map(
      rows<CellRow>(database, 'SELECT id, state, image FROM cells').map(cell => [cell.id, cell])
    );
    for (const { key, id, cells: count, over } of this.told.acknowledged) {
      const job = jobs.get(key);
      if (job?.id !== id || job.cells_total !== count) {
        wrong.push(`job ${id} (${key}) was acknowledged, and is ${job ? job.id : 'gone'}`);
      } else if (over !== null && over !== job.state) {
        wrong.push(`job ${id} was told to be ${over}, and is ${job.state}`);
      }
    }
    for (const { id, seq } of jobs.values()) {
      const seen = this.told.seqs.get(id) ?? 0;
      if (seq < seen) {
        wrong.push(`job ${id} went back from event ${seen} to ${seq}`);
      }
    }
    for (const [id, image] of this.told.done) {
      const { state = 'gone', image: own = null } = cells.get(id) ?? {};
      // Where the database was lost a cell may wait again, and be cancelled then.
      const mayWait = !this.told.settled.has(id) && ['queued', 'running', 'cancelled'].includes(state);
      if (!mayWait && (state !== 'done' || own !== image)) {
        wrong.push(`cell ${id} was told to be done with ${image}, and is ${state} with ${own}`);
      }
      if (!(mayWait && this.told.released.has(id)) && !this.isWhole(image)) {
        wrong.push(`the picture ${image} of cell ${id} is not there or not whole`);
      }
    }
    for (const { id, state, image } of cells.values()) {
      if (state === 'done' && !(image && this.isWhole(image))) {
        wrong.push(`cell ${id} is done, and its file is not there or not whole`);
      }
    }
    const asked = new Set([...this.told.submits, ...this.told.leaving].map(({ key }) => key));
    wrong.push(
      ...[...jobs.values()]
        .filter(({ idempotency_key: key }) => !asked.has(key))
        .map(({ id }) => `nobody asked for job ${id}`)
    );
    wrong.push(...this.cameBack(jobs.values()));
    const marks = new Map(
      rows<Omit<Mark, 'tags'> & { sha256: string; tags: string }>(
        database,
        'SELECT sha256, rating, flag, tags FROM pictures JOIN marks USING (content_key)'
      ).map(({ sha256, rating, flag, tags }) => [
        sha256,
        JSON.stringify({ rating, flag, tags: JSON.parse(tags) as string[] } satisfies Mark)
      ])
    );
    for (const [image, possible] of this.told.marks) {
      const mark = marks.get(image) ?? JSON.stringify(NO_MARK);
      if (!possible.has(mark)) {
        wrong.push(`the mark of ${image} is ${mark}, and should be ${[...possible].join(' or ')}`);
      }
    }
    const uploads = new Set(
      rows<{ sha256: string }>(database, 'SELECT sha256 FROM uploads').map(each => each.sha256)
    );
    wrong.push(
      ...missing(this.told.uploads, uploads).map(image => `the given picture ${image} is lost`),
      ...[...uploads]
        .filter(image => !this.isWhole(image))
        .map(image => `the given picture ${image} is damaged`)
    );
    return wrong;
  }

  /** Jobs that were forgotten, in the database or beside it. */
  private cameBack(jobs: Iterable<JobRow>): string[] {
    const journals = readdirSync(join(this.folder, 'jobs', 'v1')).map(name => name.split('.')[0]);
    return [...Array.from(jobs, ({ id }) => id), ...journals]
      .filter(id => this.told.gone.has(id))
      .map(id => `job ${id} was forgotten, and is there`);
  }

  private complete(database: Open): string[] {
    const large = new Set(this.told.submits.filter(each => each.large).map(({ id }) => id));
    const wrong = rows<JobRow>(database, `SELECT * FROM jobs WHERE state <> 'done'`)
      .filter(({ id, state }) => !(state === 'cancelled' && large.has(id)))
      .map(({ id, state }) => `job ${id} ended ${state}`);
    for (const [state, column] of [
      ['done', 'cells_done'],
      ['failed', 'cells_failed'],
      ['cancelled', 'cells_cancelled']
    ]) {
      const off = rows<JobRow>(
        database,
        `SELECT * FROM jobs WHERE ${column} <> (SELECT count(*) FROM cells WHERE job = number AND state = '${state}')`
      );
      wrong.push(...off.map(({ id }) => `job ${id} miscounts the cells that are ${state}`));
    }
    const [{ integrity_check: integrity }] = rows<{ integrity_check: string }>(
      database,
      'PRAGMA integrity_check'
    );
    return integrity === 'ok' ? wrong : [...wrong, `the database is damaged: ${integrity}`];
  }

  /** Each cell has one picture, each picture one row and one file. */
  private paired(database: Open): string[] {
    const twice = rows<{ content_key: string }>(
      database,
      'SELECT content_key FROM cells WHERE image IS NOT NULL GROUP BY content_key HAVING count(DISTINCT image) > 1'
    );
    const known = new Set(
      rows<{ sha256: string }>(database, 'SELECT sha256 FROM pictures UNION SELECT sha256 FROM uploads').map(
        ({ sha256 }) => `${sha256}.png`
      )
    );
    return [
      ...twice.map(({ content_key: key }) => `the cell ${key} has two pictures`),
      ...this.files()
        .filter(name => !known.has(name))
        .map(name => `the file ${name} belongs to nothing`)
    ];
  }

  /** Files that were not put in their place, anywhere in the data folder. */
  private temporaries(): string[] {
    return readdirSync(this.folder, { recursive: true })
      .map(String)
      .filter(name => name.endsWith('.tmp'));
  }

  private journalled(database: Open): string[] {
    const cells = rows<CellRow>(database, 'SELECT id, job, position, state, image FROM cells');
    const jobs = rows<JobRow>(database, 'SELECT number, id, state FROM jobs').map(job => ({
      ...job,
      cells: cells.filter(cell => cell.job === job.number)
    }));
    const marks = rows<Omit<StoredMark, 'tags'> & { tags: string }>(
      database,
      'SELECT content_key AS key, rating, flag, tags FROM marks'
    ).map(({ tags, ...mark }) => ({ ...mark, tags: JSON.parse(tags) as string[] }));
    return [...checkJobFiles(this.folder, jobs), ...checkMarkFile(this.folder, marks)];
  }

  private files(): string[] {
    const folder = join(this.folder, 'images', 'v1');
    return existsSync(folder) ? readdirSync(folder).flatMap(each => readdirSync(join(folder, each))) : [];
  }

  private isWhole(hash: string): boolean {
    const path = join(this.folder, 'images', 'v1', hash.slice(0, 2), `${hash}.png`);
    if (!existsSync(path)) {
      return false;
    }
    if (!this.whole.has(hash) && createHash('sha256').update(readFileSync(path)).digest('hex') === hash) {
      this.whole.add(hash);
    }
    return this.whole.has(hash);
  }

  private read(check: (database: Open) => string[]): string[] {
    const database = new DatabaseSync(join(this.folder, 'diffusion.sqlite'), { timeout: 2000 });
    try {
      return check(database);
    } finally {
      database.close();
    }
  }
}

/** Statements hold the file until they are collected as garbage, and would hold it while a service starts. */
export async function letGo(): Promise<void> {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  await setImmediate();
}

function rows<Row>(database: Open, sql: string): Row[] {
  return database.prepare(sql).all() as Row[];
}

function leftBehind(what: string): string {
  return `${what} was left behind`;
}

function missing(wanted: ReadonlySet<string>, found: ReadonlySet<string>): string[] {
  return [...wanted].filter(each => !found.has(each));
}

/** What the journals beside the pictures must say when a service has ended: what the database says. Returns sentences of what they don't. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import type { Mark } from '../../../schema/wire';
import { readJobLines } from '../../store/job-lines';

type StoredCell = { id: string; position: number; state: string; image: string | null };
export type StoredJob = { id: string; state: string; cells: readonly StoredCell[] };
export type StoredMark = Mark & { key: string };

/** A file for each job that is over, and no other. */
export function checkJobFiles(dataFolder: string, jobs: readonly StoredJob[]): string[] {
  const folder = join(dataFolder, 'jobs', 'v1');
  const names = new Set(jobs.map(({ id }) => `${id}.jsonl`));
  const others = readdirSync(folder).filter(name => name !== 'floor' && !names.has(name));
  return [
    ...others.map(name => `the journal ${name} is of no job, or of one that is over`),
    ...jobs.flatMap(job => checkJobFile(join(folder, `${job.id}.jsonl`), job))
  ];
}

function checkJobFile(path: string, { id, state, cells }: StoredJob): string[] {
  const read = existsSync(path) ? readJobLines(readFileSync(path, 'utf8')) : null;
  if (read?.head.id !== id || read.job?.state !== state) {
    return [`job ${id} is ${state}, and its journal says ${read ? read.job?.state : 'nothing'}`];
  }
  return cells
    .map(cell => ({ cell, told: read.cells.get(cell.position) }))
    .filter(({ cell, told }) => told?.state !== cell.state || told.image !== cell.image)
    .map(({ cell, told }) => `cell ${cell.id} is ${cell.state}, and its journal says ${told?.state}`);
}

export function checkMarkFile(dataFolder: string, marks: readonly StoredMark[]): string[] {
  const path = join(dataFolder, 'marks', 'v1.jsonl');
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  const told = new Map(lines.flatMap(lineOfMark).map(mark => [mark.key, mark]));
  const given = [...told.values()].filter(
    ({ rating, flag, tags }) => rating !== null || flag !== null || tags.length > 0
  );
  return [
    ...marks
      .filter(mark => !isSame(mark, told.get(mark.key)))
      .map(({ key }) => `the file of marks lacks that of ${key}`),
    ...given
      .filter(({ key }) => !marks.some(mark => mark.key === key))
      .map(({ key }) => `the mark of ${key} is not in the database`)
  ];
}

/** None for a line that a kill left half-written. */
function lineOfMark(line: string): StoredMark[] {
  try {
    return [JSON.parse(line) as StoredMark];
  } catch {
    return [];
  }
}

function isSame(one: Mark, other: Mark | undefined): boolean {
  return one.rating === other?.rating && one.flag === other.flag && isDeepStrictEqual(one.tags, other.tags);
}

/** Takes up from the journals beside the pictures what the database doesn't know: it was lost, or is an older copy. */
import { isOver } from '../../schema/states';
import type { CellParams } from '../../schema/wire';
import { drawingOrder } from './cell-order';
import { cellsInSum } from './cells-in-sum';
import { unmeasured } from './cell-work';
import type { IClock } from '../clock';
import type { Log } from '../log';
import type { CellStore } from '../store/cell-store';
import type { Database } from '../store/database';
import type { JobFiles } from '../store/job-files';
import { type CellChange, type JournalledJob, readJobLines } from '../store/job-lines';
import type { JobStore } from '../store/job-store';
import type { MarkFile } from '../store/mark-file';
import type { PictureStore } from '../store/picture-store';
import { atOnce, finalSize } from '../sweep';

export type RestoreOptions = {
  database: Database;
  jobs: JobStore;
  cells: CellStore;
  pictures: PictureStore;
  jobFiles: JobFiles;
  markFile: MarkFile;
  clock: IClock;
  log: Log;
};

/** Puts back jobs with their cells, and that everything is paused. Returns which jobs have a file, and whether it is that of a job that is over. */
export async function restoreJobs(options: RestoreOptions): Promise<ReadonlyMap<string, boolean>> {
  const { jobs, jobFiles, log } = options;
  jobs.dropStaged();
  const listed = await jobFiles.list();
  const known = new Set(jobs.ids().map(({ id }) => id));
  // A database that knows jobs knows better: that all goes on is noted a moment after it is told.
  if (jobFiles.paused && known.size === 0) {
    jobs.setPaused(true);
  }
  const lost: JournalledJob[] = [];
  for (const id of [...listed.keys()].filter(each => !known.has(each))) {
    const read = readJobLines(await jobFiles.read(id).catch(() => ''));
    const { idempotencyKey: key = null, requestHash } = read?.head ?? {};
    if (key !== null && jobs.byIdempotencyKey(key)?.requestHash === requestHash) {
      // It came twice, and was answered with the other one.
      await jobFiles.remove(id).catch(() => undefined);
    } else if (read?.head.id === id) {
      lost.push(read);
    } else {
      log.warn({ job: id }, 'the journal of a job is damaged; it is passed over');
    }
  }
  const numberOf = ({ job }: JournalledJob): number => job?.number ?? Infinity;
  lost.sort((a, b) => numberOf(a) - numberOf(b) || (a.head.created < b.head.created ? -1 : 1));
  const floor = lost.length > 0 ? await floorAbove(lost, options) : 0;
  let restored = 0;
  for (const job of lost) {
    restored += putBack(job, floor, options) ? 1 : 0;
  }
  if (restored > 0) {
    log.warn(
      { jobs: restored },
      'the database did not know some jobs; they were taken up from their journals'
    );
  }
  return listed;
}

/** Brings marks of the database and of their file together; where they differ, what stands in the file was said later. */
export async function restoreMarks({ database, pictures, markFile, log }: RestoreOptions): Promise<void> {
  try {
    const { marks, idle } = await markFile.read();
    const untold = pictures.marks().filter(({ key }) => !marks.has(key));
    database.transaction(() => marks.forEach(({ key, ...mark }) => pictures.setMark(key, mark)));
    if (untold.length > 0 || idle > 0) {
      await markFile.write(pictures.marks());
    }
  } catch (error) {
    log.warn({ error }, 'the file of marks could not be read or written; the database alone has them');
  }
}

function putBack(
  { head, job, cells: changes, passedOver }: JournalledJob,
  floor: number,
  options: RestoreOptions
): boolean {
  const { database, jobs, cells, log } = options;
  try {
    database.transaction(() => {
      const all = head.cells.map(cell => {
        const params = { ...head.shared, ...cell.params } as CellParams;
        return { ...unmeasured(params), ...cell, params };
      });
      const taken = head.idempotencyKey !== null && jobs.byIdempotencyKey(head.idempotencyKey) !== null;
      const number = jobs.reserve();
      jobs.stage({ ...head, number, ...atOnce(cellsInSum(all)), seq: floor });
      jobs.admit(number, taken ? null : head.idempotencyKey);
      const at = job ? jobs.restore(number, job) : number;
      const ranks = atOnce(
        drawingOrder(
          all,
          (job?.plan ?? head.plan).axes.map(({ values }) => values.length)
        )
      );
      all.forEach(({ index, params, evaluations, work }, position) => {
        const id = `${head.id}-${position}`;
        const change = changes.get(position);
        cells.insert({
          ...{ id, job: at, position, index, params, key: change?.key ?? null },
          ...{ seq: floor, rank: ranks[position], evaluations, work },
          ...finalSize(params)
        });
        become(id, change, floor, cells);
      });
      goOn(at, options);
    });
  } catch (error) {
    log.warn({ job: head.id, error }, 'the journal of a job is damaged; it is passed over');
    return false;
  }
  if (passedOver > 0) {
    log.warn(
      { job: head.id, lines: passedOver },
      'the journal of a job has damaged lines; they are passed over'
    );
  }
  return true;
}

/** More events than a job has between two losses of its database. */
const FLOOR_LEAP = 1e6;

/**
 * Above every number of an event that clients may have seen of these jobs: the last of them stand in no journal. Jobs may come back more than
 * once, and before anything of it is journalled; so it stands on the disk before anybody is told of it.
 */
async function floorAbove(
  lost: readonly JournalledJob[],
  { jobFiles, clock, log }: RestoreOptions
): Promise<number> {
  const seen = lost.reduce((most, { seq }) => Math.max(most, seq), jobFiles.floor);
  const floor = Math.max(seen + FLOOR_LEAP, clock.now());
  await jobFiles
    .setFloor(floor)
    .catch(error => log.warn({ error }, 'the numbers of events could not be noted'));
  return floor;
}

function become(id: string, change: CellChange | undefined, seq: number, cells: CellStore): void {
  if (change?.state === 'done' && change.image !== null) {
    const { image, width, height, cached, queuedMs, drawMs } = change;
    cells.setDone(id, { image, width, height, cached, seq, queuedMs: queuedMs ?? 0, drawMs: drawMs ?? 0 });
  } else if (change?.state === 'failed' && change.failure !== null) {
    cells.setFailed(id, change.failure, seq);
  } else if (change?.state === 'cancelled') {
    cells.setState(id, 'cancelled', seq);
  }
  if (change?.again) {
    cells.setAgain(id, change.again, seq);
  }
}

/** A job that was over and of whose cells some line is damaged is drawn to its end; one that was cancelled stays so. */
function goOn(number: number, { jobs, cells }: RestoreOptions): void {
  const { state, counts, seq } = jobs.byNumber(number)!;
  if (!isOver(state) || counts.open === 0) {
    return;
  }
  if (state === 'cancelled') {
    cells.inState(number, 'queued').forEach(({ id }) => cells.setState(id, 'cancelled', seq));
  } else {
    jobs.setState(number, 'queued');
  }
}

/** Places in the queue, as numbers that others may be put between. */
import type { Database } from './database';

/** Puts a job right before another, or behind all; whether the ranks of other jobs changed, for want of room between two. */
export function placeJob(database: Database, number: number, before: number | null): boolean {
  const between = rankBefore(database, number, before);
  if (between === null) {
    spread(database);
  }
  const rank = between ?? rankBefore(database, number, before);
  database.run('UPDATE jobs SET rank = ? WHERE number = ?', rank, number);
  return between === null;
}

/** A rank between another job's and that of the job before it; null where there is no number between the two. */
function rankBefore(database: Database, number: number, before: number | null): number | null {
  if (before === null) {
    return database.get<{ rank: number }>('SELECT max(rank) + 1 AS rank FROM jobs')!.rank;
  }
  const { low, high } = database.get<{ low: number | null; high: number }>(
    `SELECT other.rank AS high, (SELECT max(rank) FROM jobs WHERE rank < other.rank AND number <> ?) AS low
     FROM jobs AS other WHERE other.number = ?`,
    number,
    before
  )!;
  const rank = ((low ?? high - 2) + high) / 2;
  return rank > (low ?? -Infinity) && rank < high ? rank : null;
}

/** Whole numbers for ranks again, so that there is room between any two. */
function spread(database: Database): void {
  database.run(
    `WITH placed AS (SELECT number, row_number() OVER (ORDER BY rank, number) AS place FROM jobs)
     UPDATE jobs SET rank = (SELECT place FROM placed WHERE placed.number = jobs.number)`
  );
}

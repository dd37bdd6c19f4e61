/** The queue as people see it: whose jobs wait, in which order, and which neighbours a job can pass. */
import { hasCode } from '../../schema/messages/has-code';
import { isOver, PRIORITIES } from '../../schema/states';
import type { JobState, JobSummary } from '../../schema/wire';

export type JobGroups = Record<'drawing' | 'waiting' | 'paused' | 'earlier', JobSummary[]>;

/** A job's state without what holds up all jobs: by it a job stays where it was when everything is paused, or the disk takes nothing. */
export function ownState(job: Pick<JobSummary, 'state' | 'own_state'>): JobState {
  return job.own_state ?? job.state;
}

/** What is drawn, what waits (first to be drawn first; what was begun and is passed by others waits too), what is paused by itself, and what is over (by its end, newest first). */
export function groupsOf(jobs: readonly JobSummary[]): JobGroups {
  const open = inOrder(jobs);
  const group = (job: JobSummary): string => (hasCode(job.diagnosis, 'overtaken') ? 'queued' : ownState(job));
  return {
    drawing: open.filter(job => group(job) === 'running'),
    waiting: open.filter(job => group(job) === 'queued'),
    paused: open.filter(job => group(job) === 'paused'),
    earlier: jobs.filter(({ state }) => isOver(state)).sort(latestEndFirst)
  };
}

/** The jobs that a job can be put before or behind: the open ones of its client and priority, itself among them, in their order. */
export function lineOf(job: JobSummary, jobs: readonly JobSummary[]): JobSummary[] {
  return inOrder(jobs).filter(({ client, priority }) => client === job.client && priority === job.priority);
}

/**
 * The job right before which it must be placed to pass one neighbour, up or down; null is behind all, undefined says that there is no
 * neighbour.
 */
export function placeBeyond(
  job: JobSummary,
  jobs: readonly JobSummary[],
  step: -1 | 1
): string | null | undefined {
  const line = lineOf(job, jobs);
  const at = line.findIndex(({ id }) => id === job.id);
  if (at < 0 || !line[at + step]) {
    return undefined;
  }
  return step < 0 ? line[at - 1].id : (line[at + 2]?.id ?? null);
}

/** What stands in place of the rest of a name that was too long. */
const CUT = '…';
/** Escapes of a character that was cut off before its last byte. */
const BROKEN = /^(%[0-9A-F]{2}){0,3}(%[0-9A-F]?)?$/;

/**
 * What a client calls itself, without the number that tells it from others of its name; null for a page of Lab. A name that was too long
 * for a header ends in `…`.
 */
export function nameOfClient(client: string): string | null {
  const name = client.replace(/ #[0-9a-f]+$/, '');
  return name === 'panel' ? null : (decoded(name) ?? withoutBrokenEnd(name) ?? name);
}

/** Whether a client's name is that of a notebook, or its beginning. */
export function isNameOf(name: string, notebook: string): boolean {
  return name === notebook || (name.endsWith(CUT) && notebook.startsWith(name.slice(0, -CUT.length)));
}

/** Jobs of earlier versions have names that were cut within a character. */
function withoutBrokenEnd(name: string): string | null {
  const ends = [...name].flatMap((_, at) => (BROKEN.test(name.slice(at)) ? [name.slice(0, at)] : []));
  const whole = ends.map(decoded).find(each => each !== null) ?? null;
  return whole && whole + CUT;
}

function decoded(name: string): string | null {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}

function latestEndFirst(a: JobSummary, b: JobSummary): number {
  const [endOfA, endOfB] = [a, b].map(({ finished, created }) => Date.parse(finished ?? created));
  return endOfB - endOfA;
}

/** The open jobs in the order in which they are drawn. */
export function inOrder(jobs: readonly JobSummary[]): JobSummary[] {
  return jobs
    .filter(({ state }) => !isOver(state))
    .sort((a, b) => PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority) || a.rank - b.rank);
}

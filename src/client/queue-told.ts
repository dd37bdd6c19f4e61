/**
 * The queue where there is room for one line: in the status bar, and at the foot of the panel. Told is the job of what is in front, whatever
 * becomes of it, so that the line says what the grid beside it says; else what is drawn, what waits, what is paused, the first of them. It is
 * named, and how many others are open is told with it.
 */
import { hasCode } from '../../schema/messages/has-code';
import { isOver } from '../../schema/states';
import type { Language } from '../../schema/catalogue';
import type { Say } from '../../schema/messages/browser';
import { about } from '../../schema/messages/duration';
import type { JobSummary, Progress } from '../../schema/wire';
import type { Front, IDiffusionText } from '../tokens';
import { jobName } from './job-name';
import { inOrder, isNameOf, nameOfClient, ownState } from './queue';

/** How a line is to look; `drawn` is all well. */
export type Sign = 'drawn' | 'waits' | 'paused' | 'slow';
export type QueueTold = {
  sign: Sign;
  /** The job that is told; null where all of them are alike. */
  job: JobSummary | null;
  /** What it is called, in few characters; '' with no job. */
  name: string;
  /** How it stands. */
  state: string;
  /** Open jobs beside it. */
  others: number;
};

type Words = Pick<IDiffusionText, 'say' | 'language'>;

const NAME_MAX = 24;
const STATES: readonly JobSummary['state'][] = ['running', 'queued', 'paused'];

/** Null while no job is open. */
export function queueTold(
  { jobs, paused }: { jobs: readonly JobSummary[]; paused: boolean },
  front: Front,
  words: Words
): QueueTold | null {
  const { say } = words;
  const open = inOrder(jobs);
  const job = toldOf(open, front);
  if (!job) {
    return null;
  }
  const others = open.length - 1;
  if (paused) {
    const state = [say('everything_paused'), say('jobs_wait', { count: open.length })].join(' · ');
    return { sign: 'paused', job: null, name: '', state, others: 0 };
  }
  return { ...standOf(job, words), job, name: jobName(job, words, NAME_MAX), others };
}

/** The open job that is told of these. */
export function toldOf(open: readonly JobSummary[], front: Front): JobSummary | undefined {
  const shown = open.find(({ id }) => id === front.job);
  const { notebook } = front;
  const own =
    notebook === null
      ? []
      : open.filter(({ client }) => {
          const name = nameOfClient(client);
          return name !== null && isNameOf(name, notebook);
        });
  return shown ?? firstByState(own) ?? firstByState(open);
}

/** What is drawn before what waits, and that before what is paused. */
function firstByState(jobs: readonly JobSummary[]): JobSummary | undefined {
  return STATES.flatMap(state => jobs.find(job => ownState(job) === state) ?? [])[0];
}

/** "19 of 32 · about 7 s"; nothing before there are any. */
function figures(
  { cells_done: done, cells_total: total, phase, eta_s: eta }: Progress,
  say: Say,
  language: Language
): string {
  const isStarting = done === 0 && phase !== 'sampling';
  return isStarting
    ? ''
    : [say('done_of', { done, total }), ...(eta === null ? [] : [about(eta, language)])].join(' · ');
}

function standOf(
  { state, own_state: own, progress, diagnosis }: JobSummary,
  { say, language }: Words
): Pick<QueueTold, 'sign' | 'state'> {
  const how = progress.title ?? progress.message;
  if (state === 'queued' || hasCode(diagnosis, 'waiting', 'overtaken')) {
    return { sign: 'waits', state: diagnosis?.title ?? say('waiting_next') };
  }
  if (state === 'paused') {
    // What holds up all jobs is told by its cause, what a person paused by how far it is.
    return own !== undefined && diagnosis
      ? { sign: 'slow', state: diagnosis.title }
      : { sign: 'paused', state: how };
  }
  return diagnosis && !isOver(state)
    ? { sign: 'slow', state: diagnosis.title }
    : { sign: 'drawn', state: figures(progress, say, language) || how };
}

/** Sentences that the panel and the status bar build from numbers. */
import { hasCode } from '../../schema/messages/has-code';
import { about as expected, between, duration, guess } from '../../schema/messages/duration';
import { cutAtWord } from '../../schema/readable';
import { isOver } from '../../schema/states';
import type { JobSummary, Plan } from '../../schema/wire';
import { nameOfClient } from '../client/queue';
import type { IDiffusionText } from '../tokens';

export type Words = Pick<IDiffusionText, 'language' | 'say'>;

/** A count with separators: 1,280. */
export function count(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

/** A time to come, as it is told everywhere: "about 5 s". */
export function about(seconds: number, { language }: Pick<Words, 'language'>): string {
  return expected(seconds, language);
}

/** How long a sweep takes: "about 5 s", or "between 1 and 4 min" until its pace was measured. */
export function planTime(
  { cells, cached, eta_s, eta_range_s }: Pick<Plan, 'cells' | 'cached' | 'eta_s' | 'eta_range_s'>,
  { language }: Pick<Words, 'language'>
): string {
  if (cells === cached) {
    return guess(0, language);
  }
  return eta_range_s ? between(eta_range_s, language) : guess(eta_s, language);
}

/** "Starts in about 2 min, 3 jobs before it"; empty for what begins at once. While everything is paused no time can be told. */
export function waitOf({ wait }: Pick<Plan, 'wait'>, paused: boolean, { say, language }: Words): string {
  if (paused) {
    return say('starts_once_resumed');
  }
  if (!wait) {
    return '';
  }
  const { jobs, seconds } = wait;
  return seconds === null || seconds < 1
    ? say('starts_after', { jobs })
    : say('starts_in', { jobs, time: expected(seconds, language) });
}

/** What the run button does, in words. */
export function runLabel(plan: Pick<Plan, 'cells' | 'cached'>, { say }: Words): string {
  const toDraw = plan.cells - plan.cached;
  return toDraw > 0 ? say('draw_cells', { cells: toDraw }) : say('show_cells', { cells: plan.cells });
}

/** "4 × 4 × 2"; empty with one axis or none, and when `where=` or `sample=` leaves cells out. */
export function shapeOf(plan: Pick<Plan, 'axes' | 'cells'>): string {
  const sizes = plan.axes.map(axis => axis.labels.length);
  const isWhole = sizes.reduce((product, size) => product * size, 1) === plan.cells;
  return sizes.length > 1 && isWhole ? sizes.join(' × ') : '';
}

export function megabytes(mb: number): string {
  return mb < 1000 ? `${Math.max(1, Math.round(mb))} MB` : `${(mb / 1024).toFixed(1)} GB`;
}

/** Who asked for a job, and whether it goes before others; nothing for one of ours that takes its turn, or that is over. */
export function jobWhose(job: JobSummary, ours: string, { say }: Words): string[] {
  if (isOver(job.state)) {
    return [];
  }
  const whose =
    job.client === ours
      ? null
      : job.client === ''
        ? say('other_program')
        : (nameOfClient(job.client) ?? say('other_page'));
  const rank =
    job.priority === 'normal' ? null : say(job.priority === 'high' ? 'priority_high' : 'priority_low');
  return [whose, rank].filter(each => each !== null);
}

/** Characters of the name of another job, in a job's line. */
const TURN_MAX = 20;

/** One line on how a job stands, and on what it waits for. */
export function jobLine(job: JobSummary, now: Date, words: Words): string {
  const { say } = words;
  const { cells_total: total, cells_done: done, cells_failed: failed, eta_s: eta } = job.progress;
  const left = eta === null ? '' : ` · ${about(eta, words)}`;
  const cells = say('cells_counted', { cells: total });
  const out = total - done - failed;
  const leftOut = out > 0 ? [say('count_left_out', { count: out })] : [];
  switch (job.state) {
    case 'running': {
      const { phase, message } = job.progress;
      const starting = done === 0 && phase !== 'sampling' && message !== '';
      const turn = job.progress.in_turn_with;
      return hasCode(job.diagnosis, 'overtaken')
        ? [say('done_of', { done, total }), job.diagnosis!.title].join(' · ')
        : starting
          ? message
          : `${say('done_of', { done, total })}${left}${turn ? ` · ${say('in_turn', { ...turn, name: cutAtWord(turn.name, TURN_MAX) })}` : ''}`;
    }
    case 'queued':
      return `${cells} · ${job.diagnosis?.title ?? say('waiting_next')}`;
    case 'paused':
      return job.progress.title ?? say('paused_at', { done, total });
    case 'cancelled': {
      const day = dayOf(job.finished ?? job.created, now, words);
      return day === null
        ? say('cancelled_at', { done, total })
        : say('cancelled_on_at', { day, done, total });
    }
    case 'failed':
      return failed > 0 ? [say('failed_of', { failed, total }), ...leftOut].join(' · ') : say('failed');
    case 'done':
      return failed > 0
        ? [say('failed_of', { failed, total }), ...leftOut].join(' · ')
        : [
            say('done_at', { time: timeOf(job.finished ?? job.created, now, words) }),
            ...(leftOut.length > 0 ? [say('drawn_of', { done, total }), ...leftOut] : [cells]),
            ...tookOf(job, words)
          ].join(' · ');
  }
}

function tookOf(job: JobSummary, { language }: Words): string[] {
  const seconds = job.finished ? (Date.parse(job.finished) - Date.parse(job.created)) / 1000 : NaN;
  return seconds >= 1 ? [duration(seconds, language)] : [];
}

/** The time of a moment today; the day for an earlier one. */
function timeOf(iso: string, now: Date, words: Words): string {
  const at = new Date(iso);
  const format = { hour: '2-digit', minute: '2-digit' } as const;
  return dayOf(iso, now, words) ?? at.toLocaleTimeString(localeOf(words), format);
}

/** The day of an earlier moment; null for one of today. */
function dayOf(iso: string, now: Date, words: Words): string | null {
  const at = new Date(iso);
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) {
    return null;
  }
  return days === 1
    ? words.say('yesterday')
    : at.toLocaleDateString(localeOf(words), { day: 'numeric', month: 'short' });
}

function localeOf({ language }: Words): string {
  return language === 'zh_CN' ? 'zh-CN' : 'en-GB';
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

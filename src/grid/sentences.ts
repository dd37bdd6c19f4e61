/**
 * The sentences of the grid: progress, what a cell is called when read aloud, why something is only shown from the notebook. Counts
 * come from the cells on the sheet, so that the words never disagree with the pictures.
 */
import { hasCode } from '../../schema/messages/has-code';
import type { Diagnosis, Phase, Progress } from '../../schema/wire';
import { isMild } from '../client/mild';
import type { IDiffusionText } from '../tokens';
import { cutAtWord } from '../../schema/readable';
import { between, duration, estimate } from '../../schema/messages/duration';
import type { HeldState } from './held';
import { cellTitle } from './names';
import { isActive, isOpen, type CellView, type SweepState } from './sweep-state';
import { tallyOf, type Counts } from './tally';

/** The progress line: what stands bold, what follows, the share of the bar, and what can be done. */
export type ProgressLine = {
  strong: string;
  rest: string[];
  fraction: number;
  action: 'cancel' | 'retry' | null;
  /** The words of the action's button. */
  actionLabel: string;
};

export function progressLine(
  sweep: SweepState,
  text: IDiffusionText,
  live = true,
  held: Partial<HeldState> = {}
): ProgressLine {
  const { say } = text;
  const counts = tallyOf(sweep.cells);
  const progress = sweep.moment ?? sweep.progress;
  const fraction = counts.total === 0 ? 0 : Math.max(counts.done / counts.total, progress?.fraction ?? 0);
  const line = { fraction, action: null, actionLabel: '' };
  const drawn = drawnOf(counts, sweep.state === 'cancelled' ? 0 : counts.cancelled, text);
  if (!live && isActive(sweep)) {
    return { ...line, strong: say('when_saved'), rest: [drawn] };
  }
  switch (sweep.state) {
    case 'queued':
    case 'running':
    case 'paused':
      return {
        ...line,
        ...activeLine(sweep, counts, progress, text, held),
        action: 'cancel',
        actionLabel: say('cancel')
      };
    case 'done':
    case 'failed':
      return counts.failed + counts.cancelled === 0 && sweep.state === 'done'
        ? { ...line, ...doneLine(sweep, counts, text), fraction: 1 }
        : {
            ...line,
            strong: drawn,
            rest: [],
            action: 'retry',
            actionLabel:
              counts.failed === 0 || counts.cancelled > 0
                ? say('draw_the_rest')
                : say('retry_failed_cells', { cells: counts.failed })
          };
    case 'cancelled':
      return {
        ...line,
        strong: say('job_cancelled'),
        rest: [drawn],
        action: 'retry',
        actionLabel: say('draw_the_rest')
      };
  }
}

/** How many are drawn, how many failed, and how many of a job that goes on or came to its end were left out. */
function drawnOf({ done, total, failed }: Counts, leftOut: number, { say }: IDiffusionText): string {
  return [
    say('drawn_of', { done, total }),
    ...(failed > 0 ? [say('count_failed', { count: failed })] : []),
    ...(leftOut > 0 ? [say('count_left_out', { count: leftOut })] : [])
  ].join(say('list_separator'));
}

/** Characters of another job's name in the line. */
const TURN_MAX = 24;

type Words = Pick<ProgressLine, 'strong' | 'rest'>;

function activeLine(
  sweep: SweepState,
  counts: Counts,
  progress: Progress | null,
  text: IDiffusionText,
  held: Partial<HeldState>
): Words {
  const { say } = text;
  const atWork =
    progress !== null && ['sampling', 'upscaling', 'decoding', 'saving'].includes(progress.phase);
  const started = sweep.state === 'running' && (counts.drawn > 0 || atWork);
  if (hasCode(sweep.diagnosis, 'queue_paused')) {
    const own = held.own ? [say('paused_by_itself')] : [];
    return { strong: sweep.diagnosis?.title ?? '', rest: [...own, ...stillPhrases(counts, text)] };
  }
  if (sweep.state === 'paused') {
    return { strong: say('job_paused'), rest: stillPhrases(counts, text) };
  }
  if (!started) {
    const waiting = hasCode(sweep.diagnosis, 'waiting') ? sweep.diagnosis?.title : '';
    return {
      strong: waiting || progress?.title || phaseWords(progress?.phase ?? 'queued', text),
      rest: planPhrases(sweep, counts, text)
    };
  }
  if (hasCode(sweep.diagnosis, 'overtaken')) {
    return { strong: drawnOf(counts, counts.cancelled, text), rest: [sweep.diagnosis?.title ?? ''] };
  }
  const eta = progress?.eta_s ?? null;
  const turn = progress?.in_turn_with;
  // Cells are drawn together, so what is left is counted in steps, not in cells that are over.
  const cellsLeft = counts.total * (1 - (progress?.fraction ?? 1));
  return {
    strong: drawnOf(counts, counts.cancelled, text),
    rest: [
      ...(eta !== null ? [say('about_left', { time: estimate(eta, text.language) })] : []),
      ...(turn ? [say('in_turn', { ...turn, name: cutAtWord(turn.name, TURN_MAX) })] : []),
      // What others take of the time isn't this sweep's.
      ...(eta && cellsLeft >= 1 && !turn
        ? [say('time_per_cell', { time: duration(eta / cellsLeft, text.language) })]
        : [])
    ]
  };
}

/** How far a paused sweep is; what was begun is finished. */
function stillPhrases({ done, total, running }: Counts, { say }: IDiffusionText): string[] {
  return [
    say('drawn_of', { done, total }),
    ...(running > 0 ? [say('count_being_finished', { count: running })] : [])
  ];
}

/** What the sweep will take, said before anything is drawn. */
function planPhrases({ plan }: SweepState, counts: Counts, { say, language }: IDiffusionText): string[] {
  const size =
    counts.cached > 0
      ? say('cells_cached_and_to_draw', {
          cells: counts.total,
          cached: counts.cached,
          draw: counts.total - counts.cached
        })
      : say('cells_to_draw', { cells: counts.total });
  if (!plan) {
    return [size];
  }
  const { naive, planned } = plan.unet_evals;
  const evaluations =
    planned < naive
      ? say('evaluations_of', { planned: planned.toLocaleString('en'), naive: naive.toLocaleString('en') })
      : say('evaluations', { count: planned });
  const time = plan.eta_range_s
    ? between(plan.eta_range_s, language)
    : say('about', { amount: estimate(plan.eta_s, language) });
  return [size, evaluations, time];
}

function doneLine(sweep: SweepState, counts: Counts, { say, language }: IDiffusionText): Words {
  const strong = say('cells_counted', { cells: counts.total });
  const seconds = drawingSeconds(sweep);
  const drawn =
    counts.drawn === 0
      ? []
      : [
          seconds === null
            ? say('count_drawn', { count: counts.drawn })
            : say('count_drawn_in', { count: counts.drawn, time: duration(seconds, language) })
        ];
  const cached = counts.cached > 0 ? [say('count_from_cache', { count: counts.cached })] : [];
  return { strong, rest: [[...drawn, ...cached].join(say('list_separator'))] };
}

/** Seconds from the first cell that was started to the end of the job, or null when nobody said. */
function drawingSeconds({ created, finished, cells, summary }: SweepState): number | null {
  const waits = cells.flatMap(({ cached, timings }) => (timings && !cached ? [timings.queued_ms] : []));
  const whole = finished ? (Date.parse(finished) - Date.parse(created)) / 1000 : NaN;
  if (Number.isFinite(whole) && waits.length > 0) {
    return Math.max(0, whole - Math.min(...waits) / 1000);
  }
  return summary?.seconds ?? null;
}

export function phaseWords(phase: Phase, { say }: IDiffusionText): string {
  switch (phase) {
    case 'queued':
      return say('phase_queued_short');
    case 'starting':
      return say('phase_starting_short');
    case 'loading_model':
      return say('phase_loading_model_short');
    case 'encoding':
      return say('phase_encoding_short');
    case 'encoding_picture':
      return say('phase_encoding_picture_short');
    case 'sampling':
      return say('phase_sampling_short');
    case 'upscaling':
      return say('phase_upscaling_short');
    case 'decoding':
      return say('phase_decoding_short');
    case 'saving':
      return say('phase_saving_short');
    case 'finished':
      return say('phase_finished_short');
  }
}

/** How a cell is read aloud: `Seed 2, CFG scale 7, done, picked, 4 stars`. */
export function cellName(
  sweep: Pick<SweepState, 'axes'>,
  cell: CellView,
  next: boolean,
  text: IDiffusionText
): string {
  const { say } = text;
  const { flag, rating, tags } = cell.mark;
  const title = cellTitle(sweep.axes, cell.index, text).split(' · ');
  return [
    ...title,
    stateWords(cell, next, text),
    cell.state === 'failed' ? (cell.error?.message ?? '') : '',
    cell.cached && cell.state === 'done' ? say('cell_from_cache') : '',
    flag === 'pick' ? say('cell_picked') : flag === 'reject' ? say('cell_rejected') : '',
    rating ? say('stars', { stars: rating }) : '',
    tags.length > 0 ? say('tagged', { tags: tags.join(say('list_separator')) }) : '',
    cell.again?.message ?? ''
  ]
    .filter(words => words !== '')
    .join(say('list_separator'));
}

export function stateWords(cell: CellView, next: boolean, { say }: IDiffusionText): string {
  if (cell.step && isOpen(cell)) {
    return say('step_of', { step: cell.step.step, steps: cell.step.steps });
  }
  switch (cell.state) {
    case 'queued':
      return next ? say('cell_next') : say('cell_queued');
    case 'running':
      return say('cell_drawing');
    case 'done':
      return say('cell_done');
    case 'failed':
      return say('cell_failed');
    case 'cancelled':
      return say('cell_cancelled');
  }
}

/** What a person who can't see the grid hears of a change: start, each quarter, failures, the end; null for everything between. */
export function announcement(
  before: SweepState | null,
  after: SweepState,
  text: IDiffusionText
): string | null {
  const { say } = text;
  if (!before || before.job !== after.job) {
    return null;
  }
  const was = tallyOf(before.cells);
  const is = tallyOf(after.cells);
  if (isActive(before) && !isActive(after)) {
    const { strong, rest } = progressLine(after, text);
    return [strong, ...rest].join(say('list_separator'));
  }
  if (is.failed > was.failed) {
    return say('count_failed', { count: is.failed });
  }
  if (before.state === 'queued' && after.state === 'running') {
    return say('drawing_started', { cells: is.total });
  }
  const quarter = ({ done, total }: Counts): number => (total === 0 ? 0 : Math.floor((done / total) * 4));
  return isActive(after) && quarter(is) > quarter(was)
    ? say('drawn_of', { done: is.done, total: is.total })
    : null;
}

/** A diagnosis as a card. */
export type DiagnosisCard = {
  mild: boolean;
  head: string;
  body: string;
  evidence: { term: string; fact: string }[];
};

export function diagnosisCard(diagnosis: Diagnosis, { say }: IDiffusionText): DiagnosisCard {
  const { title, detail, evidence } = diagnosis;
  return {
    mild: isMild(diagnosis),
    head: title,
    body: detail,
    evidence: evidence.map(({ term, message }, each) => ({
      term: term ?? (each === 0 ? say('evidence') : ''),
      fact: message
    }))
  };
}

/**
 * The sentences of the grid: progress, what a cell is called when read aloud, why something is only shown from the notebook. Counts
 * come from the cells on the sheet, so that the words never disagree with the pictures.
 */
import type { Diagnosis, Phase, Progress } from '../../schema/wire';
import { isMild } from '../client/mild';
import type { IDiffusionText } from '../tokens';
import { duration, estimate } from '../../schema/messages/duration';
import { cellTitle } from './names';
import { isActive, isOpen, type CellView, type SweepState } from './sweep-state';

export type Counts = {
  total: number;
  done: number;
  cached: number;
  drawn: number;
  failed: number;
  cancelled: number;
};

export function countCells(cells: readonly Pick<CellView, 'state' | 'cached'>[]): Counts {
  const counts: Counts = { total: cells.length, done: 0, cached: 0, drawn: 0, failed: 0, cancelled: 0 };
  for (const { state, cached } of cells) {
    if (state === 'done') {
      counts.done += 1;
      counts[cached ? 'cached' : 'drawn'] += 1;
    } else if (state === 'failed' || state === 'cancelled') {
      counts[state] += 1;
    }
  }
  return counts;
}

/** The progress line: what stands bold, what follows, the share of the bar, and what can be done. */
export type ProgressLine = {
  strong: string;
  rest: string[];
  fraction: number;
  action: 'cancel' | 'retry' | null;
  /** The words of the action's button. */
  actionLabel: string;
};

export function progressLine(sweep: SweepState, text: IDiffusionText, live = true): ProgressLine {
  const { trans } = text;
  const counts = countCells(sweep.cells);
  const progress = sweep.moment ?? sweep.progress;
  const fraction = counts.total === 0 ? 0 : Math.max(counts.done / counts.total, progress?.fraction ?? 0);
  const failures = counts.failed > 0 ? [trans.__('%1 failed', counts.failed)] : [];
  const line = { fraction, action: null, actionLabel: '' };
  const drawn = [trans.__('%1 of %2 drawn', counts.done, counts.total), ...failures].join(trans.__(', '));
  if (!live && isActive(sweep)) {
    return { ...line, strong: trans.__('When this was saved'), rest: [drawn] };
  }
  switch (sweep.state) {
    case 'queued':
    case 'running':
    case 'paused':
      return {
        ...line,
        ...activeLine(sweep, counts, progress, text),
        action: 'cancel',
        actionLabel: trans.__('Cancel')
      };
    case 'done':
    case 'failed':
      return counts.failed === 0 && sweep.state === 'done'
        ? { ...line, ...doneLine(sweep, counts, text), fraction: 1 }
        : {
            ...line,
            strong: drawn,
            rest: [],
            action: 'retry',
            actionLabel:
              counts.failed === 0
                ? trans.__('Draw the rest')
                : trans._n('Retry %1 failed cell', 'Retry %1 failed cells', counts.failed)
          };
    case 'cancelled':
      return {
        ...line,
        strong: trans.__('Cancelled'),
        rest: [drawn],
        action: 'retry',
        actionLabel: trans.__('Draw the rest')
      };
  }
}

type Words = Pick<ProgressLine, 'strong' | 'rest'>;

function activeLine(
  sweep: SweepState,
  counts: Counts,
  progress: Progress | null,
  text: IDiffusionText
): Words {
  const { trans } = text;
  const atWork =
    progress !== null && ['sampling', 'upscaling', 'decoding', 'saving'].includes(progress.phase);
  const started = sweep.state === 'running' && (counts.drawn > 0 || atWork);
  if (sweep.state === 'paused') {
    return { strong: trans.__('Paused'), rest: [trans.__('%1 of %2 drawn', counts.done, counts.total)] };
  }
  if (!started) {
    const waiting = sweep.diagnosis?.code === 'waiting' ? sweep.diagnosis.title : '';
    return {
      strong: waiting || progress?.title || phaseWords(progress?.phase ?? 'queued', text),
      rest: planPhrases(sweep, counts, text)
    };
  }
  const eta = progress?.eta_s ?? null;
  // Cells are drawn together, so what is left is counted in steps, not in cells that are over.
  const cellsLeft = counts.total * (1 - (progress?.fraction ?? 1));
  return {
    strong: [
      trans.__('%1 of %2 drawn', counts.done, counts.total),
      ...(counts.failed > 0 ? [trans.__('%1 failed', counts.failed)] : [])
    ].join(trans.__(', ')),
    rest: [
      ...(eta !== null ? [trans.__('about %1 left', estimate(eta, text.language))] : []),
      ...(eta && cellsLeft >= 1 ? [trans.__('%1 per cell', duration(eta / cellsLeft, text.language))] : [])
    ]
  };
}

/** What the sweep will take, said before anything is drawn. */
function planPhrases({ plan }: SweepState, counts: Counts, { trans, language }: IDiffusionText): string[] {
  const size =
    counts.cached > 0
      ? trans.__(
          '%1 cells: %2 from cache, %3 to draw',
          counts.total,
          counts.cached,
          counts.total - counts.cached
        )
      : trans._n('%1 cell to draw', '%1 cells to draw', counts.total);
  if (!plan) {
    return [size];
  }
  const { naive, planned } = plan.unet_evals;
  const evaluations =
    planned < naive
      ? trans.__('%1 evaluations of %2', planned.toLocaleString('en'), naive.toLocaleString('en'))
      : trans._n('%1 evaluation', '%1 evaluations', planned);
  return [size, evaluations, trans.__('about %1', estimate(plan.eta_s, language))];
}

function doneLine(sweep: SweepState, counts: Counts, { trans, language }: IDiffusionText): Words {
  const strong = trans._n('%1 cell', '%1 cells', counts.total);
  const seconds = drawingSeconds(sweep);
  const drawn =
    counts.drawn === 0
      ? []
      : [
          seconds === null
            ? trans.__('%1 drawn', counts.drawn)
            : trans.__('%1 drawn in %2', counts.drawn, duration(seconds, language))
        ];
  const cached = counts.cached > 0 ? [trans.__('%1 from cache', counts.cached)] : [];
  return { strong, rest: [[...drawn, ...cached].join(trans.__(', '))] };
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

export function phaseWords(phase: Phase, { trans }: IDiffusionText): string {
  switch (phase) {
    case 'queued':
      return trans.__('Queued');
    case 'starting':
      return trans.__('Starting');
    case 'loading_model':
      return trans.__('Loading the model');
    case 'encoding':
      return trans.__('Reading the prompt');
    case 'encoding_picture':
      return trans.__('Reading the start picture');
    case 'sampling':
      return trans.__('Drawing');
    case 'upscaling':
      return trans.__('Enlarging');
    case 'decoding':
      return trans.__('Decoding');
    case 'saving':
      return trans.__('Saving');
    case 'finished':
      return trans.__('Finished');
  }
}

/** How a cell is read aloud: `Seed 2, CFG scale 7, done, picked, 4 stars`. */
export function cellName(
  sweep: Pick<SweepState, 'axes'>,
  cell: CellView,
  next: boolean,
  text: IDiffusionText
): string {
  const { trans } = text;
  const { flag, rating } = cell.mark;
  const title = cellTitle(sweep.axes, cell.index, text).split(' · ');
  return [
    ...title,
    stateWords(cell, next, text),
    cell.state === 'failed' ? (cell.error?.message ?? '') : '',
    cell.cached && cell.state === 'done' ? trans.__('from cache') : '',
    flag === 'pick' ? trans.__('picked') : flag === 'reject' ? trans.__('rejected') : '',
    rating ? trans._n('%1 star', '%1 stars', rating) : ''
  ]
    .filter(words => words !== '')
    .join(trans.__(', '));
}

export function stateWords(cell: CellView, next: boolean, { trans }: IDiffusionText): string {
  if (cell.step && isOpen(cell)) {
    return trans.__('step %1 of %2', cell.step.step, cell.step.steps);
  }
  switch (cell.state) {
    case 'queued':
      return next ? trans.__('next') : trans.__('queued');
    case 'running':
      return trans.__('drawing');
    case 'done':
      return trans.__('done');
    case 'failed':
      return trans.__('failed');
    case 'cancelled':
      return trans.__('cancelled');
  }
}

/** What a person who can't see the grid hears of a change: start, each quarter, failures, the end; null for everything between. */
export function announcement(
  before: SweepState | null,
  after: SweepState,
  text: IDiffusionText
): string | null {
  const { trans } = text;
  if (!before || before.job !== after.job) {
    return null;
  }
  const was = countCells(before.cells);
  const is = countCells(after.cells);
  if (isActive(before) && !isActive(after)) {
    const { strong, rest } = progressLine(after, text);
    return [strong, ...rest].join(trans.__(', '));
  }
  if (is.failed > was.failed) {
    return trans.__('%1 failed', is.failed);
  }
  if (before.state === 'queued' && after.state === 'running') {
    return trans._n('Drawing started: %1 cell', 'Drawing started: %1 cells', is.total);
  }
  const quarter = ({ done, total }: Counts): number => (total === 0 ? 0 : Math.floor((done / total) * 4));
  return isActive(after) && quarter(is) > quarter(was) ? trans.__('%1 of %2 drawn', is.done, is.total) : null;
}

/** A diagnosis as a card. */
export type DiagnosisCard = {
  mild: boolean;
  head: string;
  body: string;
  evidence: { term: string; fact: string }[];
};

export function diagnosisCard(diagnosis: Diagnosis, { trans }: IDiffusionText): DiagnosisCard {
  const { code, title, detail, evidence } = diagnosis;
  return {
    mild: isMild(code),
    head: title,
    body: detail,
    evidence: evidence.map(({ term, message }, each) => ({
      term: term ?? (each === 0 ? trans.__('Evidence') : ''),
      fact: message
    }))
  };
}

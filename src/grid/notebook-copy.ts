/**
 * Brings the notebook's copy of a sweep up to date. The kernel writes it when the job begins and when it ends, and speaks to a page no more
 * once that was reloaded; marks, and what is drawn later, it never hears of. So whatever the grid shows of a job that is over, and the copy
 * doesn't, is written into the copy, as the kernel would write it.
 */
import { readPayload, type SweepPayload } from '../../schema/payload';
import { SWEEP_MIME } from '../../schema/sweep-mime';
import type { Mark } from '../../schema/wire';
import type { IDiffusionClient, IDiffusionText } from '../tokens';
import { lastOnly } from '../ui/last-only';
import { progressLine } from './sentences';
import { isActive, type SweepState } from './sweep-state';

/** After a change, so long with no other: somebody may be flagging one picture after the other, and the kernel may be about to write. */
export const COPY_MS = 3000;

/** An output of the notebook, which can be written anew. */
export type NotebookOutput = {
  payload: SweepPayload;
  /** The text of it for viewers that show no more. */
  text: string;
  write(bundle: Readonly<Record<string, unknown>>): void;
};

export type NotebookCopyOptions = {
  client: Pick<IDiffusionClient, 'payload' | 'payloadSheet'>;
  text: IDiffusionText;
  /** What the service says of the sweep; null while it says nothing. */
  told(): SweepState | null;
  /** Asks the service for it anew: marks that were given elsewhere are told to nobody once a job is over. */
  refresh(): Promise<void>;
  later(ms: number, run: () => void): () => void;
};

export class NotebookCopy {
  private output: NotebookOutput | null = null;
  /** What the output says. */
  private held = '';
  /** What was to be written last, though the service gave the notebook's copy as it was. */
  private settled = '';
  private callOff: (() => void) | null = null;
  /** What the latest change was to, while it waits to be written. */
  private due = '';
  private disposed = false;
  private readonly content = lastOnly((job: Content['job'], state: string, cells: Content['cells']) =>
    contentOf({ job, state, cells })
  );

  constructor(private readonly options: NotebookCopyOptions) {}

  /** What the notebook holds now. */
  hold(output: NotebookOutput): void {
    this.output = output;
    this.held = contentOf(output.payload);
    this.check();
  }

  /** To be called whenever something may have changed. */
  check(): void {
    const sweep = this.behind();
    const due = sweep ? this.dueOf(sweep) : '';
    if (due === this.due) {
      return;
    }
    this.due = due;
    this.callOff?.();
    this.callOff = sweep ? this.options.later(COPY_MS, () => void this.write()) : null;
  }

  dispose(): void {
    this.disposed = true;
    this.callOff?.();
  }

  /** The sweep, where the notebook's copy says something else of it. */
  private behind(): SweepState | null {
    const sweep = this.options.told();
    // A sweep in the place of another is written at once: the copy would bring back the other.
    if (!sweep || !this.output || (isActive(sweep) && this.output.payload.job === sweep.job)) {
      return null;
    }
    if (isActive(sweep)) {
      return sweep;
    }
    const content = this.content(sweep.job, sweep.state, sweep.cells);
    return content !== this.held && content !== this.settled ? sweep : null;
  }

  /** What the output is to say. Of a sweep that is still drawn, that it is this one: each picture would put it off, and go through all cells. */
  private dueOf(sweep: SweepState): string {
    return isActive(sweep) ? (sweep.job ?? '') : this.content(sweep.job, sweep.state, sweep.cells);
  }

  private async write(): Promise<void> {
    this.callOff = null;
    this.due = '';
    await this.options.refresh();
    const sweep = this.behind();
    if (!sweep?.job) {
      return;
    }
    const [payload, sheet] = await Promise.all([
      this.options.client.payload(sweep.job).catch(() => null),
      sweep.cells.some(({ image }) => image !== null) ? this.sheetOf(sweep.job) : null
    ]);
    const { output } = this;
    const reading = readPayload(payload);
    // A later change is written by itself; so is what could not be had now, once there is one.
    if (!payload || 'problem' in reading) {
      return;
    }
    if (contentOf(reading.payload) === this.held) {
      this.settled = contentOf(sweep);
    } else if (output && this.options.told()?.job === payload.job && !this.disposed) {
      const [, ...remarks] = output.text.split('\n');
      const { strong, rest } = progressLine(sweep, this.options.text);
      output.write({
        [SWEEP_MIME]: { ...payload, remarks: sweep.remarks },
        'text/plain': [[strong, ...rest].join(' · '), ...remarks].join('\n'),
        ...(sheet !== null && { 'image/png': sheet })
      });
    }
  }

  /** The contact sheet in base64; null where it can't be had: the grid shows without it. */
  private sheetOf(job: string): Promise<string | null> {
    return this.options.client
      .payloadSheet(job)
      .then(async sheet => base64(await sheet.arrayBuffer()))
      .catch(() => null);
  }
}

type Content = {
  job: string | null;
  state: string;
  cells: readonly { id: string; state: string; image: string | null; mark: Mark | null }[];
};

/** What a copy must not say otherwise. */
function contentOf({ job, state, cells }: Content): string {
  return JSON.stringify([
    job,
    state,
    cells.map(({ id, state: of, image, mark }) => [
      ...[id, of, image, mark?.flag ?? null, mark?.rating ?? null],
      mark?.tags ?? []
    ])
  ]);
}

function base64(bytes: ArrayBuffer): string {
  // In pieces: each byte is an argument.
  const all = new Uint8Array(bytes);
  const pieces: string[] = [];
  for (let at = 0; at < all.length; at += 0x8000) {
    pieces.push(String.fromCharCode(...all.subarray(at, at + 0x8000)));
  }
  return btoa(pieces.join(''));
}

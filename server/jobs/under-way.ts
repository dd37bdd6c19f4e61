import type { IEngineLink } from '../engines';
import type { CellRecord } from '../store/cell-store';
import type { Turn } from '../store/job-record';
import type { CellOrder } from './cell-orders';

/** A cell that an engine has, or whose picture is being stored. */
export type CellUnderWay = Pick<Turn, 'client' | 'priority'> & {
  cell: CellRecord & { key: string };
  /** What the engine was told; its picture is stored under the order's key and with the order's files. */
  order: CellOrder;
  link: IEngineLink;
  step: number;
  steps: number;
  /** When it was given to the engine, ms of the monotonic clock. */
  since: number;
  saving: boolean;
  /** Drawn once more, to be held against what is stored. */
  again: boolean;
  /** It was cancelled: what still comes of it is dropped. */
  abandoned: boolean;
};

/** The cells under way, in memory only: the database says `running` of them, and a restart gives them out again. */
export class UnderWay {
  private readonly entries = new Map<string, CellUnderWay>();

  get size(): number {
    return this.entries.size;
  }

  add(entry: Omit<CellUnderWay, 'step' | 'steps' | 'saving' | 'abandoned'>): void {
    const { cell } = entry;
    this.entries.set(cell.id, {
      ...entry,
      step: 0,
      steps: cell.params.steps,
      saving: false,
      abandoned: false
    });
  }

  get(id: string): CellUnderWay | undefined {
    return this.entries.get(id);
  }

  delete(id: string): void {
    this.entries.delete(id);
  }

  all(): CellUnderWay[] {
    return [...this.entries.values()];
  }

  of(link: IEngineLink): CellUnderWay[] {
    return this.all().filter(entry => entry.link === link);
  }

  ofJob(job: number): CellUnderWay[] {
    return this.all().filter(({ cell, abandoned, again }) => cell.job === job && !abandoned && !again);
  }

  hasKey(key: string): boolean {
    return this.all().some(({ cell, again }) => cell.key === key && !again);
  }
}

/** What a grid is given: the page around it, and the parts of the extension that it works with. */
import type {
  IDiffusionClient,
  IDiffusionCompare,
  IDiffusionJobs,
  IDiffusionText,
  INotebookBridge
} from '../tokens';
import type { CellText } from './axes/sweep-changes';
import type { IKeptViews } from './kept-view';
import type { Signature } from './likeness/signature';
import type { Habits } from './marks/habits';

/** What the grid needs of the page around it. */
export interface IGridHost {
  copy(text: string): Promise<void>;
  /** Puts a picture of the same origin on the clipboard; rejects where the browser refuses. */
  copyPicture(url: string): Promise<void>;
  /** Tells something that belongs to no part of the grid. */
  tell(words: string): void;
  /** Saves a picture of the same origin under a name. */
  download(url: string, name: string): void;
  /** Gives the disk what the page has already. */
  downloadBlob(content: Blob, name: string): void;
  /** Gives the keyboard back to the notebook cell. */
  leave(): void;
  /** Opens the menu of the cell in focus. */
  openCellMenu(): void;
  /** Runs once before the next frame is drawn; returns a way to call it off. */
  nextFrame(run: () => void): () => void;
  later(ms: number, run: () => void): () => void;
  /** Milliseconds since 1970. */
  now(): number;
  /** The name of the notebook or tab that the grid is shown in; empty where it has none. */
  where(): string;
  /** The notebook's cell that the grid stands below, where it is a sweep's. */
  cell?(): CellText | null;
  /** Whether the system asks for little motion. */
  isStill?(): boolean;
  /** Runs when the page has nothing else to do; returns a way to call it off. */
  idle(run: () => void): () => void;
  /** What a picture at a URL looks like; null where it can't be had. */
  readSignature(url: string): Promise<Signature | null>;
}

export type GridOptions = {
  client: IDiffusionClient;
  jobs: Pick<IDiffusionJobs, 'jobs' | 'changed'> & Partial<Pick<IDiffusionJobs, 'put'>>;
  text: IDiffusionText;
  bridge: INotebookBridge | null;
  /** The pictures that are compared; null or absent where nothing can be. */
  compare?: IDiffusionCompare | null;
  /** Where Lab keeps what a person chose to see. */
  views?: IKeptViews | null;
  host: IGridHost;
  /** How the person likes to work, in all grids alike. */
  habits?: Habits;
};

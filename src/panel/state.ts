/** What the panel shows: plain data, replaced as a whole by the model. */
import type { JobSummary, Priority } from '../../schema/wire';
import type { IDiffusionFailure } from '../tokens';
import type { FieldPlace } from './compose';
import { emptyForm, type Form } from './form';
import type { PlanState } from '../client/plan-watch';
import { NO_READINGS, type Readings } from './prompt-reading';
import type { PictureOffer } from './picture-offer';
import type { Lists } from './shown';

export type Sections = {
  prompt: boolean;
  negative: boolean;
  examples: boolean;
  parameters: boolean;
  more: boolean;
  image: boolean;
  hires: boolean;
  sampling: boolean;
  care: boolean;
  jobs: boolean;
};

export type Note = { text: string; bad: boolean; undo: Form | null };

/** What is said of a move in the queue; `remedy` is the priority that would bring it about. */
export type QueueWord = { job: string; words: string; remedy: Priority | null };

export type PanelState = {
  form: Form;
  open: Sections;
  plan: PlanState;
  /** What the prompts mean, once the service has said it. */
  readings: Readings;
  lists: Lists;
  jobs: readonly JobSummary[];
  jobsLoaded: boolean;
  /** Another number whenever a job came to its end or was forgotten, also one that isn't in the list. */
  jobsEnded: number;
  /** Whether everything is paused. */
  paused: boolean;
  queueWord: QueueWord | null;
  /** True when this panel was used before. */
  known: boolean;
  /** True when the examples were asked for. */
  examplesAsked: boolean;
  /** A submit under way, or why the latest one failed. */
  sending: boolean;
  /** The field whose picture is being uploaded. */
  uploading: string | null;
  refused: IDiffusionFailure | null;
  /** A picture whose settings may be taken over. */
  offer: PictureOffer | null;
  note: Note | null;
  /** What is typed in the search for a parameter; null when it is closed. */
  search: string | null;
  /** The field that should take the focus now, and what of its text to select. */
  focus: { field: string; place: FieldPlace | null } | null;
};

/** What is kept over a reload. */
export type Kept = Pick<PanelState, 'form' | 'open'>;

export type RunChoice = 'all' | { sample: number } | { limit: number };

export const FIRST_OPEN: Sections = {
  prompt: true,
  negative: false,
  examples: true,
  parameters: false,
  more: false,
  image: false,
  hires: false,
  sampling: false,
  care: false,
  jobs: false
};

export const firstState: PanelState = {
  form: emptyForm,
  open: FIRST_OPEN,
  plan: { kind: 'empty' },
  readings: NO_READINGS,
  lists: { models: [], samplers: [], schedulers: [], defaultModel: null },
  jobs: [],
  jobsLoaded: false,
  jobsEnded: 0,
  paused: false,
  queueWord: null,
  known: false,
  examplesAsked: false,
  sending: false,
  uploading: null,
  refused: null,
  offer: null,
  note: null,
  search: null,
  focus: null
};

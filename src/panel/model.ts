/**
 * The panel as a plain model: what was said, what it would cost, what is being drawn. Views read `state` and call methods; nothing
 * here knows JupyterLab or the DOM.
 */
import type { Plan } from '../../schema/wire';
import type {
  IDiffusionClient,
  IDiffusionFailure,
  IDiffusionJobs,
  INotebookBridge,
  JobsChange
} from '../tokens';
import { Store } from '../ui/store';
import { compose, type Composed, type FieldPlace } from './compose';
import { emptyForm, fieldOf, filled, isBlank, setExtra, setText, type Form } from './form';
import { Intake } from './intake';
import { JobOrders } from './job-orders';
import { ListLoader } from './lists';
import type { PictureOffers } from './picture-offer';
import { PlanWatch } from '../client/plan-watch';
import { PromptWatch } from './prompt-reading';
import { Runs } from './runs';
import { sectionOf } from './shown';
import { jobUnderWay, limitAsked } from './submit';
import { firstState, type Kept, type PanelState, type Sections } from './state';
import { Verdict } from './verdict';
import type { Words } from './words';

/** How long cells that are done are gathered before the plan is asked anew. */
const FOLLOW_MS = 1000;

export type PanelOptions = {
  client: IDiffusionClient;
  jobs: IDiffusionJobs;
  bridge: Pick<INotebookBridge, 'insertCell' | 'activeCellText' | 'openJob'>;
  words: Words;
  newKey?(): string;
};

export class PanelModel {
  readonly jobs: JobOrders;
  readonly runs: Runs;
  readonly lists: ListLoader;
  readonly intake: Intake;
  private readonly store = new Store<PanelState>(firstState);
  readonly verdict = new Verdict(this.store);
  private readonly plans: PlanWatch;
  /** Which job was followed last, and how far it was. */
  private drawn = '';
  private readonly prompts: PromptWatch;

  constructor(private readonly options: PanelOptions) {
    const { store } = this;
    const { client } = options;
    this.lists = new ListLoader(store, client);
    this.runs = new Runs({ ...options, store });
    this.jobs = new JobOrders({
      ...options,
      attempt: work => this.attempt(work),
      tell: queueWord => this.set({ queueWord })
    });
    this.intake = new Intake({
      ...options,
      store,
      edit: form => this.edit(form),
      replace: (form, done) => this.replace(form, done),
      attempt: work => this.attempt(work)
    });
    this.plans = new PlanWatch(
      (request, signal) => client.plan(request, signal),
      plan => store.set({ plan }),
      failure => this.allowedText(failure)
    );
    this.prompts = new PromptWatch(
      (request, signal) => client.analyse(request, signal),
      readings => store.set({ readings })
    );
    options.jobs.changed.connect(this.onJobsChanged, this);
  }

  get offers(): PictureOffers {
    return this.intake.offers;
  }

  get state(): PanelState {
    return this.store.state;
  }

  get composed(): Composed {
    return this.verdict.composed;
  }

  /** The plan whose figures are shown: of this text, or the last good one while it is asked anew. */
  get lastPlan(): Plan | null {
    return this.plans.last;
  }

  subscribe(listener: () => void): () => void {
    return this.store.subscribe(listener);
  }

  /** Takes up what was kept, unless something was said already. */
  restore(kept: Kept | null): void {
    if (kept && this.state.form === emptyForm) {
      this.set({ ...kept, known: true });
    }
  }

  /** Reads lists and jobs, and follows the jobs until disposed. */
  async start(): Promise<void> {
    this.edit(this.state.form);
    this.options.client.changed.connect(this.onServiceChanged, this);
    await Promise.all([this.lists.load(), this.options.jobs.load()]);
  }

  dispose(): void {
    this.options.client.changed.disconnect(this.onServiceChanged, this);
    this.options.jobs.changed.disconnect(this.onJobsChanged, this);
    this.plans.dispose();
    this.prompts.stop();
    this.store.dispose();
  }

  edit(form: Form): void {
    this.set({ form, refused: null, note: this.state.note?.undo ? null : this.state.note });
    this.prompts.want(form);
    if (this.verdict.faults().length > 0) {
      this.plans.hold();
    } else {
      this.plans.want(isBlank(form) ? null : this.composed.text);
    }
  }

  toggle(section: keyof Sections, open = !this.state.open[section]): void {
    this.set({ open: { ...this.state.open, [section]: open } });
  }

  /** Brings the caret to what must be fixed first. */
  showFault(): void {
    const [fault] = this.verdict.faults();
    const place = fault ?? this.verdict.refusedPlace();
    if (place) {
      this.focusOn(place.field, place);
    }
  }

  focusOn(field: string, place: FieldPlace | null = null): void {
    const { open } = this.state;
    this.set({ open: { ...open, ...sectionOf(field, open) }, focus: { field, place } });
  }

  /** Hands the wish for the focus to the field it is for, once. */
  takeFocus(field: string): { place: FieldPlace | null } | null {
    const { focus } = this.state;
    if (focus?.field !== field) {
      return null;
    }
    this.store.setQuietly({ focus: null });
    return focus;
  }

  search(text: string | null): void {
    this.set({
      search: text,
      open: text === null ? this.state.open : { ...this.state.open, parameters: true }
    });
  }

  /** Does what the button of the dock says at the moment. */
  async press(): Promise<void> {
    const over = this.verdict.overLimit();
    if (this.verdict.faults().length > 0 || this.verdict.refusedPlace()) {
      this.showFault();
    } else {
      await this.runs.run(over ? { sample: this.runs.sampleOf(over.limit) } : 'all');
    }
  }

  showExamples(): void {
    this.set({ examplesAsked: true });
    this.toggle('examples', true);
  }

  /** Another form in place of this one, with a way back. */
  replace(form: Form, text: string): void {
    const { form: before, open } = this.state;
    const undo = isBlank(before) && Object.keys(before.fields).length === 0 ? null : before;
    const varies = Object.keys({ ...form.fields, ...form.extra }).length > 0;
    this.edit(form);
    this.set({
      note: text ? { text, bad: false, undo } : null,
      open: {
        ...open,
        negative: open.negative || form.negative !== '',
        parameters: open.parameters || varies
      }
    });
  }

  undo(): void {
    const undo = this.state.note?.undo;
    if (undo) {
      this.set({ note: null });
      this.edit(undo);
    }
  }

  dismissNote(): void {
    this.set({ note: null });
  }

  fill(values: Readonly<Record<string, string>>): void {
    this.replace(filled(this.state.form, values), '');
    const [first = 'steps'] = Object.keys(values);
    this.set({ open: { ...this.state.open, ...sectionOf(first, this.state.open) } });
  }

  reuseSeed(): void {
    const seed = this.jobs.lastSeed();
    if (seed !== null) {
      this.edit(setText(this.state.form, 'seed', String(seed)));
    }
  }

  scanModels(): Promise<void> {
    return this.attempt(() => this.lists.scan());
  }

  /** What the form says at the moment, one field. */
  textOf(name: string): string {
    return fieldOf(this.state.form, name).text;
  }

  /** The form's text with the limit that a sweep too large would need. */
  private allowedText(failure: IDiffusionFailure): string | null {
    const over = limitAsked(failure);
    return over && compose(setExtra(this.state.form, 'limit', String(over.cells))).text;
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (reason) {
      this.set({ note: { text: (reason as IDiffusionFailure).message, bad: true, undo: null } });
    }
  }

  private onJobsChanged({ jobs, loaded, paused }: IDiffusionJobs, { finished, gone }: JobsChange): void {
    const { jobs: before, paused: wasPaused, jobsEnded } = this.state;
    const ended = finished || gone !== undefined ? 1 : 0;
    this.set({ jobs, jobsLoaded: loaded, paused, jobsEnded: jobsEnded + ended });
    if (finished) {
      this.plans.again(); // What it drew is in the cache now.
    } else {
      this.followDrawing(jobs);
    }
    if (finished || jobs.length !== before.length || paused !== wasPaused) {
      void this.options.client.refresh(); // The service has something else to say of itself.
    }
  }

  /** While what the form says is drawn, bar and chips fill: they are of the plan, which is asked anew as cells are done. */
  private followDrawing(jobs: IDiffusionJobs['jobs']): void {
    const job = jobUnderWay(this.composed.text, jobs);
    const done = job ? `${job.id} ${job.progress.cells_done}` : '';
    if (job && done !== this.drawn) {
      this.drawn = done;
      this.plans.again(FOLLOW_MS);
    }
  }

  private onServiceChanged(): void {
    const { client } = this.options;
    if (client.reachable && client.health?.state !== 'starting') {
      if (this.lists.isEmpty) {
        void this.lists.load();
      }
      if (this.state.plan.kind === 'away') {
        this.plans.again();
        void this.options.jobs.load();
      } else if (!this.state.jobsLoaded) {
        void this.options.jobs.load();
      }
    }
  }

  private set(change: Partial<PanelState>): void {
    this.store.set(change);
  }
}

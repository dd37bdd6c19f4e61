/**
 * The panel as a plain model: what was said, what it would cost, what is being drawn. Views read `state` and call methods; nothing
 * here knows JupyterLab or the DOM.
 */
import type { ModelEntry, Plan } from '../../schema/wire';
import { isOver } from '../client/job-list';
import type {
  IDiffusionClient,
  IDiffusionFailure,
  IDiffusionJobs,
  INotebookBridge,
  JobsChange
} from '../tokens';
import { isSweepCell } from '../../language/cell/editor';
import { faultsOfForm, type FormFault } from './check';
import { compose, fieldAt, type Composed, type FieldPlace } from './compose';
import { emptyForm, fieldOf, filled, formOfPlan, isBlank, setExtra, setText, type Form } from './form';
import { PlanWatch } from './plan-watch';
import { PromptWatch } from './prompt-reading';
import { sectionOf } from './shown';
import { firstState, type Kept, type PanelState, type RunChoice, type Sections } from './state';
import { alreadyDrawn, jobUnderWay, limitAsked, Submitter, summaryOf } from './submit';
import type { Words } from './words';

export type PanelOptions = {
  client: IDiffusionClient;
  jobs: IDiffusionJobs;
  bridge: Pick<INotebookBridge, 'insertCell' | 'activeCellText' | 'openJob'>;
  words: Words;
  newKey?(): string;
};

export const SAMPLE_SIZE = 40;

export class PanelModel {
  /** How many cells a sample has, from the settings. */
  sampleSize = SAMPLE_SIZE;
  private current: PanelState = firstState;
  private readonly listeners = new Set<() => void>();
  private readonly watch: PlanWatch;
  private readonly prompts: PromptWatch;
  private composedOf: { form: Form; composed: Composed } | null = null;
  private readonly submitter: Submitter;

  constructor(private readonly options: PanelOptions) {
    const { client, newKey } = options;
    this.submitter = new Submitter(client, newKey);
    this.watch = new PlanWatch(
      (request, signal) => client.plan(request, signal),
      plan => this.set({ plan })
    );
    this.prompts = new PromptWatch(
      (request, signal) => client.analyse(request, signal),
      readings => this.set({ readings })
    );
    options.jobs.changed.connect(this.onJobsChanged, this);
  }

  get state(): PanelState {
    return this.current;
  }

  get composed(): Composed {
    const { form } = this.current;
    if (this.composedOf?.form !== form) {
      this.composedOf = { form, composed: compose(form) };
    }
    return this.composedOf.composed;
  }

  /** The plan whose figures are shown: of this text, or the last good one while it is asked anew. */
  get lastPlan(): Plan | null {
    return this.watch.last;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes up what was kept, unless something was said already. */
  restore(kept: Kept | null): void {
    if (kept && this.current.form === emptyForm) {
      this.set({ ...kept, known: true });
    }
  }

  /** Reads lists and jobs, and follows the jobs until disposed. */
  async start(): Promise<void> {
    this.edit(this.current.form);
    this.options.client.changed.connect(this.onServiceChanged, this);
    await Promise.all([this.loadLists(), this.options.jobs.load()]);
  }

  dispose(): void {
    this.options.client.changed.disconnect(this.onServiceChanged, this);
    this.options.jobs.changed.disconnect(this.onJobsChanged, this);
    this.watch.dispose();
    this.prompts.stop();
    this.listeners.clear();
  }

  edit(form: Form): void {
    this.set({ form, refused: null, note: this.current.note?.undo ? null : this.current.note });
    this.prompts.want(form);
    if (this.faults().length > 0) {
      this.watch.hold();
    } else {
      this.watch.want(isBlank(form) ? null : this.composed.text);
    }
  }

  toggle(section: keyof Sections, open = !this.current.open[section]): void {
    this.set({ open: { ...this.current.open, [section]: open } });
  }

  /** The plain faults of all fields, known without asking. */
  faults(): FormFault[] {
    return faultsOfForm(this.current.form, this.current.lists);
  }

  /** Where the service's refusal points; null without one, or when it is about the whole. */
  refusedPlace(): FieldPlace | null {
    const { plan } = this.current;
    if (plan.kind !== 'wrong' || plan.text !== this.composed.text || this.overLimit()) {
      return null;
    }
    const { where } = plan.failure.error;
    return where ? fieldAt(this.composed, where) : null;
  }

  /** Brings the caret to what must be fixed first. */
  showFault(): void {
    const [fault] = this.faults();
    const place = fault ?? this.refusedPlace();
    if (place) {
      this.focusOn(place.field, place);
    }
  }

  focusOn(field: string, place: FieldPlace | null = null): void {
    const { open } = this.current;
    this.set({ open: { ...open, ...sectionOf(field, open) }, focus: { field, place } });
  }

  /** Hands the wish for the focus to the field it is for, once. */
  takeFocus(field: string): { place: FieldPlace | null } | null {
    const { focus } = this.current;
    if (focus?.field !== field) {
      return null;
    }
    this.current = { ...this.current, focus: null };
    return focus;
  }

  search(text: string | null): void {
    this.set({
      search: text,
      open: text === null ? this.current.open : { ...this.current.open, parameters: true }
    });
  }

  /** Submits what the form says and shows its grid. A submit that got no answer is repeated under the same key. */
  async run(choice: RunChoice = 'all', form: Form = this.current.form): Promise<void> {
    if (this.current.sending || isBlank(form)) {
      return;
    }
    const extra = choice === 'all' ? [] : Object.entries(choice);
    const { text } = compose(extra.reduce((next, [name, n]) => setExtra(next, name, String(n)), form));
    const drawn = jobUnderWay(text, this.current.jobs) ?? alreadyDrawn(text, this.current);
    if (drawn) {
      await this.options.bridge.openJob(drawn.id);
      return;
    }
    const first = this.current.jobs.length === 0;
    this.set({ sending: true, refused: null });
    const job = await this.submitter.submit(text).catch((refused: IDiffusionFailure) => {
      this.set({ sending: false, refused });
      return null;
    });
    if (job) {
      this.options.jobs.put(summaryOf(job));
      this.set({
        sending: false,
        open: { ...this.current.open, ...(first ? { jobs: true, examples: false } : {}) }
      });
      await this.options.bridge.openJob(job.id);
    }
  }

  /** Does what the button of the dock says at the moment. */
  async press(): Promise<void> {
    const over = this.overLimit();
    if (this.faults().length > 0 || this.refusedPlace()) {
      this.showFault();
    } else {
      await this.run(over ? { sample: this.sampleOf(over.limit) } : 'all');
    }
  }

  /** How many cells a sample has when that many are allowed. */
  sampleOf(limit: number): number {
    return Math.min(this.sampleSize, limit);
  }

  async insert(): Promise<void> {
    if (!isBlank(this.current.form)) {
      await this.options.bridge.insertCell(this.composed.text);
    }
  }

  showExamples(): void {
    this.set({ examplesAsked: true });
    this.toggle('examples', true);
  }

  /** Fills the form from the notebook's active cell. */
  async loadFromCell(): Promise<void> {
    const { trans } = this.options.words;
    const text = this.options.bridge.activeCellText();
    if (text === null || !isSweepCell(text)) {
      this.set({
        note: {
          text: trans.__('The active cell isn’t a sweep: its first line would be %1 …', '%%sweep'),
          bad: true,
          undo: null
        }
      });
      return;
    }
    await this.loadText(text, trans.__('Loaded from the cell.'));
  }

  /** Fills the form from a cell's text, as the service reads it. */
  async loadText(text: string, done: string): Promise<void> {
    try {
      this.replace(formOfPlan(await this.options.client.plan({ text })), done);
    } catch (reason) {
      const { error } = reason as IDiffusionFailure;
      const at = error.where ? `${error.where.line}:${error.where.column} ` : '';
      this.set({ note: { text: at + error.message, bad: true, undo: null } });
    }
  }

  /** Another form in place of this one, with a way back. */
  replace(form: Form, text: string): void {
    const { form: before, open } = this.current;
    const undo = isBlank(before) && Object.keys(before.fields).length === 0 ? null : before;
    const varies = Object.keys(form.fields).length > 0;
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
    const undo = this.current.note?.undo;
    if (undo) {
      this.set({ note: null });
      this.edit(undo);
    }
  }

  dismissNote(): void {
    this.set({ note: null });
  }

  fill(values: Readonly<Record<string, string>>): void {
    this.replace(filled(this.current.form, values), '');
    const [first = 'steps'] = Object.keys(values);
    this.set({ open: { ...this.current.open, ...sectionOf(first, this.current.open) } });
  }

  /** Gives the service a picture and puts it into a field. */
  async upload(field: string, picture: Blob): Promise<void> {
    this.set({ uploading: field });
    await this.act(async () => {
      const { image } = await this.options.client.upload(picture);
      this.edit(setText(this.current.form, field, image));
    });
    this.set({ uploading: null });
  }

  /** The seed of the latest job that had one. */
  reuseSeed(): void {
    const seed = this.lastSeed();
    if (seed !== null) {
      this.edit(setText(this.current.form, 'seed', String(seed)));
    }
  }

  lastSeed(): number | null {
    const seeds = this.current.jobs.map(job => job.plan.base.seed);
    const seed = seeds.find(each => typeof each === 'number' && each >= 0);
    return typeof seed === 'number' ? seed : null;
  }

  open(id: string): Promise<void> {
    return this.options.bridge.openJob(id);
  }

  /** Cancels, pauses, resumes or retries a job. */
  tell(id: string, command: 'cancel' | 'pause' | 'resume' | 'retry'): Promise<void> {
    return this.act(async () => this.options.jobs.put(summaryOf(await this.options.client[command](id))));
  }

  forget(id: string): Promise<void> {
    return this.act(async () => {
      await this.options.client.forget(id);
      this.options.jobs.remove(id);
    });
  }

  /** Cancels whatever is drawn or waits. */
  async cancelAll(): Promise<void> {
    const open = this.current.jobs.filter(({ state }) => !isOver(state));
    await Promise.all(open.map(({ id }) => this.tell(id, 'cancel')));
  }

  scanModels(): Promise<void> {
    return this.act(async () => this.setModels(await this.options.client.scanModels()));
  }

  /** How many cells a sweep over the limit has, and the limit; null when it isn't over. */
  overLimit(): { cells: number; limit: number } | null {
    const { plan } = this.current;
    return plan.kind === 'wrong' ? limitAsked(plan.failure) : null;
  }

  /** What the form says at the moment, one field. */
  textOf(name: string): string {
    return fieldOf(this.current.form, name).text;
  }

  private async act(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (reason) {
      this.set({ note: { text: (reason as IDiffusionFailure).message, bad: true, undo: null } });
    }
  }

  private async loadLists(): Promise<void> {
    const { client } = this.options;
    try {
      const [models, samplers, schedulers] = await Promise.all([
        client.models(),
        client.samplers(),
        client.schedulers()
      ]);
      this.set({ lists: { models, samplers, schedulers, defaultModel: client.defaultModel } });
    } catch {
      // The service line says why; the lists are asked for again when it answers.
    }
  }

  private setModels(models: readonly ModelEntry[]): void {
    this.set({ lists: { ...this.current.lists, models, defaultModel: this.options.client.defaultModel } });
  }

  private onJobsChanged({ jobs, loaded }: IDiffusionJobs, { finished }: JobsChange): void {
    const { length } = this.current.jobs;
    this.set({ jobs, jobsLoaded: loaded });
    if (finished) {
      this.watch.again(); // What it drew is in the cache now.
    }
    if (finished || jobs.length !== length) {
      void this.options.client.refresh(); // The service has something else to say of itself.
    }
  }

  private onServiceChanged(): void {
    const { client } = this.options;
    if (client.reachable && client.health?.state !== 'starting') {
      if (this.current.lists.models.length === 0 || this.current.lists.samplers.length === 0) {
        void this.loadLists();
      }
      if (this.current.plan.kind === 'away') {
        this.watch.again();
        void this.options.jobs.load();
      } else if (!this.current.jobsLoaded) {
        void this.options.jobs.load();
      }
    }
    this.set({});
  }

  private set(change: Partial<PanelState>): void {
    this.current = { ...this.current, ...change };
    this.listeners.forEach(listener => listener());
  }
}

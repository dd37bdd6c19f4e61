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
import { isSweepCell } from '../../language/cell/editor';
import { lastOnly } from '../ui/last-only';
import { Store } from '../ui/store';
import { faultsOfFields, type FormFault } from './check';
import { compose, fieldAt, type Composed, type FieldPlace } from './compose';
import { emptyForm, fieldOf, filled, formOfPlan, isBlank, setText, type Form } from './form';
import type { GivenPicture, Ungiven } from './given-picture';
import { JobOrders } from './job-orders';
import { ListLoader } from './lists';
import { PictureOffers } from './picture-offer';
import { PlanWatch } from './plan-watch';
import { PromptWatch } from './prompt-reading';
import { Runs } from './runs';
import { sectionOf } from './shown';
import { firstState, type Kept, type PanelState, type Sections } from './state';
import { limitAsked } from './submit';
import type { Words } from './words';

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
  readonly offers: PictureOffers;
  private readonly store = new Store<PanelState>(firstState);
  private readonly plans: PlanWatch;
  private readonly prompts: PromptWatch;
  private readonly compose = lastOnly(compose);
  private readonly placeOf = lastOnly(fieldAt);
  private readonly faultsOf = lastOnly(faultsOfFields);

  constructor(private readonly options: PanelOptions) {
    const { store } = this;
    const { client } = options;
    this.lists = new ListLoader(store, client);
    this.runs = new Runs({ ...options, store });
    this.jobs = new JobOrders({ ...options, attempt: work => this.attempt(work) });
    const { say } = options.words;
    this.offers = new PictureOffers({
      store,
      client,
      load: text => this.loadText(text, say('loaded_from_text')),
      replace: (form, { name, text }) =>
        this.replace(
          form,
          name !== null
            ? say('picture_applied_of', { name })
            : say(text === null ? 'picture_applied' : 'text_applied')
        )
    });
    this.plans = new PlanWatch(
      (request, signal) => client.plan(request, signal),
      plan => store.set({ plan })
    );
    this.prompts = new PromptWatch(
      (request, signal) => client.analyse(request, signal),
      readings => store.set({ readings })
    );
    options.jobs.changed.connect(this.onJobsChanged, this);
  }

  get state(): PanelState {
    return this.store.state;
  }

  get composed(): Composed {
    return this.compose(this.state.form);
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
    if (this.faults().length > 0) {
      this.plans.hold();
    } else {
      this.plans.want(isBlank(form) ? null : this.composed.text);
    }
  }

  toggle(section: keyof Sections, open = !this.state.open[section]): void {
    this.set({ open: { ...this.state.open, [section]: open } });
  }

  /** The plain faults of all fields, known without asking. */
  faults(): readonly FormFault[] {
    const { form, lists } = this.state;
    return this.faultsOf(form.fields, lists);
  }

  /** Where the service's refusal points; null without one, or when it is about the whole. */
  refusedPlace(): FieldPlace | null {
    const { plan } = this.state;
    if (plan.kind !== 'wrong' || plan.text !== this.composed.text || this.overLimit()) {
      return null;
    }
    const { where } = plan.failure.error;
    return where ? this.placeOf(this.composed, where) : null;
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
    const over = this.overLimit();
    if (this.faults().length > 0 || this.refusedPlace()) {
      this.showFault();
    } else {
      await this.runs.run(over ? { sample: this.runs.sampleOf(over.limit) } : 'all');
    }
  }

  showExamples(): void {
    this.set({ examplesAsked: true });
    this.toggle('examples', true);
  }

  /** Fills the form from the notebook's active cell. */
  async loadFromCell(): Promise<void> {
    const { say } = this.options.words;
    const text = this.options.bridge.activeCellText();
    if (text === null || !isSweepCell(text)) {
      this.set({
        note: {
          text: say('not_a_sweep_cell', { magic: '%%sweep' }),
          bad: true,
          undo: null
        }
      });
      return;
    }
    await this.loadText(text, say('loaded_from_cell'));
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
    const { form: before, open } = this.state;
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

  /** Gives the service a picture and puts it into a field. */
  async upload(field: string, picture: Blob): Promise<void> {
    this.set({ uploading: field });
    await this.attempt(async () => {
      const { image } = await this.options.client.upload(picture);
      this.edit(setText(this.state.form, field, image));
    });
    this.set({ uploading: null });
  }

  /** Shows what a given picture or text says, or why there is none. */
  async takePicture(given: Promise<GivenPicture>): Promise<void> {
    await this.attempt(async () => this.offers.open(await given));
  }

  /** Says why what was dropped can't be read. */
  refuse(what: Ungiven): void {
    const { say } = this.options.words;
    const text =
      what.refused === 'link'
        ? say('link_given')
        : what.refused === 'picture'
          ? say('no_picture_given')
          : what.refused === 'others'
            ? say('others_given', { name: what.name, others: what.others })
            : say('no_picture_named', { name: what.name });
    this.set({ note: { text, bad: what.refused !== 'others', undo: null } });
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

  /** Whether the service refuses what the form says, and not for its size. */
  get isRefused(): boolean {
    return this.state.plan.kind === 'wrong' && this.overLimit() === null;
  }

  /** How many cells a sweep over the limit has, and the limit; null when it isn't over. */
  overLimit(): { cells: number; limit: number } | null {
    const { plan } = this.state;
    return plan.kind === 'wrong' ? limitAsked(plan.failure) : null;
  }

  /** What the form says at the moment, one field. */
  textOf(name: string): string {
    return fieldOf(this.state.form, name).text;
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (reason) {
      this.set({ note: { text: (reason as IDiffusionFailure).message, bad: true, undo: null } });
    }
  }

  private onJobsChanged({ jobs, loaded }: IDiffusionJobs, { finished }: JobsChange): void {
    const { length } = this.state.jobs;
    this.set({ jobs, jobsLoaded: loaded });
    if (finished) {
      this.plans.again(); // What it drew is in the cache now.
    }
    if (finished || jobs.length !== length) {
      void this.options.client.refresh(); // The service has something else to say of itself.
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

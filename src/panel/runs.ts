/** From the form to pictures: a submit, a sample of a sweep that is too large, a cell for the notebook. */
import type { IDiffusionClient, IDiffusionFailure, IDiffusionJobs, INotebookBridge } from '../tokens';
import { Submitter } from '../client/submitter';
import type { Store } from '../ui/store';
import { withoutVariables } from '../../language/cell/text/variables';
import { compose } from './compose';
import { isBlank, setExtra, type Form } from './form';
import type { PanelState, RunChoice } from './state';
import { alreadyDrawn, jobUnderWay, summaryOf } from './submit';

export const SAMPLE_SIZE = 40;

export type RunsOptions = {
  store: Store<PanelState>;
  client: IDiffusionClient;
  jobs: IDiffusionJobs;
  bridge: Pick<INotebookBridge, 'insertCell' | 'openJob'>;
  newKey?(): string;
};

export class Runs {
  /** How many cells a sample has, from the settings. */
  sampleSize = SAMPLE_SIZE;
  private readonly submitter: Submitter;

  constructor(private readonly options: RunsOptions) {
    this.submitter = new Submitter(options.client, options.newKey);
  }

  /** Submits what the form says and shows its grid. A submit that got no answer is repeated under the same key. */
  async run(choice: RunChoice = 'all', form: Form = this.options.store.state.form): Promise<void> {
    const { store, jobs, bridge } = this.options;
    if (store.state.sending || isBlank(form)) {
      return;
    }
    const extra = choice === 'all' ? [] : Object.entries(choice);
    const { text } = compose(extra.reduce((next, [name, n]) => setExtra(next, name, String(n)), form));
    const drawn = jobUnderWay(text, store.state.jobs) ?? alreadyDrawn(text, store.state);
    if (drawn) {
      await bridge.openJob(drawn.id);
      return;
    }
    const first = store.state.jobs.length === 0;
    store.set({ sending: true, refused: null });
    const job = await this.submitter.submit(text).catch((refused: IDiffusionFailure) => {
      store.set({ sending: false, refused });
      return null;
    });
    if (job) {
      jobs.put(summaryOf(job));
      store.set({
        sending: false,
        open: { ...store.state.open, ...(first ? { jobs: true, examples: false } : {}) }
      });
      await bridge.openJob(job.id);
    }
  }

  /** How many cells a sample has when that many are allowed. */
  sampleOf(limit: number): number {
    return Math.min(this.sampleSize, limit);
  }

  /** Puts the sweep into the notebook as a cell. */
  async insert(): Promise<void> {
    const { store, bridge } = this.options;
    const { form } = store.state;
    if (!isBlank(form)) {
      await bridge.insertCell(withoutVariables(compose(form).text));
    }
  }
}

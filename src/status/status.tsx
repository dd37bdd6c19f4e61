import { ReactWidget } from '@jupyterlab/ui-components';
import { Signal, type ISignal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import type { JobSummary } from '../../schema/wire';
import { Icon } from '../icons';
import type { IDiffusionClient, IDiffusionJobs, IDiffusionText } from '../tokens';
import { statusLine } from './line';

export type StatusOptions = {
  client: IDiffusionClient;
  jobs: IDiffusionJobs;
  text: IDiffusionText;
  onClick(): void;
};

/** The running sweep in the status bar; a press shows the panel. Hidden while nothing is drawn. */
export class SweepStatus extends ReactWidget {
  private readonly _activeChanged = new Signal<this, void>(this);

  constructor(private readonly options: StatusOptions) {
    super();
    options.jobs.changed.connect(this.onJobsChanged, this);
  }

  /** Told when it may have to appear or hide. */
  get activeChanged(): ISignal<this, void> {
    return this._activeChanged;
  }

  get running(): JobSummary | undefined {
    return this.options.jobs.jobs.find(({ state }) => state === 'running');
  }

  override render(): ReactElement | null {
    const { running } = this;
    const { client, text, onClick } = this.options;
    if (!running) {
      return null;
    }
    const line = statusLine(running, client.health?.device ?? null, text);
    return (
      <button type="button" className="jd jd-Status" title={text.say('show_panel')} onClick={onClick}>
        <Icon name="grid" />
        <span>{line}</span>
      </button>
    );
  }

  override dispose(): void {
    this.options.jobs.changed.disconnect(this.onJobsChanged, this);
    super.dispose();
  }

  private onJobsChanged(): void {
    this.update();
    this._activeChanged.emit();
  }
}

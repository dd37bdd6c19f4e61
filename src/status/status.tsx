import { ReactWidget } from '@jupyterlab/ui-components';
import { Signal, type ISignal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import { queueTold, type QueueTold, type Sign } from '../client/queue-told';
import { Icon, type IconName } from '../icons';
import type { Front, IDiffusionClient, IDiffusionJobs, IDiffusionText, IDiffusionInFront } from '../tokens';
import { statusLine } from './line';

const ICONS: Readonly<Record<Sign, IconName>> = {
  drawn: 'grid',
  waits: 'clock',
  paused: 'pause',
  slow: 'warn'
};
const NOTHING: Front = { notebook: null, job: null };

export type StatusOptions = {
  client: IDiffusionClient;
  jobs: IDiffusionJobs;
  text: IDiffusionText;
  inFront: IDiffusionInFront | null;
  onClick(): void;
};

/** The queue in the status bar, by the job of what is in front; a press shows the panel. Hidden while no job is open. */
export class SweepStatus extends ReactWidget {
  private readonly _activeChanged = new Signal<this, void>(this);

  constructor(private readonly options: StatusOptions) {
    super();
    options.jobs.changed.connect(this.onChanged, this);
    options.inFront?.changed.connect(this.onChanged, this);
  }

  /** Told when it may have to appear or hide. */
  get activeChanged(): ISignal<this, void> {
    return this._activeChanged;
  }

  get told(): QueueTold | null {
    const { jobs, inFront, text } = this.options;
    return queueTold(jobs, inFront?.front ?? NOTHING, text);
  }

  override render(): ReactElement | null {
    const { told } = this;
    const { client, text, onClick } = this.options;
    if (!told) {
      return null;
    }
    const { line, others } = statusLine(told, client.health?.device ?? null, text);
    const turn = told.job?.progress.in_turn_with;
    const whole = [line, ...(turn ? [text.say('in_turn', turn)] : []), ...(others ? [others] : [])].join(
      ' · '
    );
    return (
      <button
        type="button"
        className={`jd jd-Status jd-mod-${told.sign}`}
        title={text.say('line_shows_panel', { line: whole })}
        onClick={onClick}
      >
        <Icon name={ICONS[told.sign]} />
        <span className="jd-cut">{line}</span>
        {others ? <span className="jd-Status-more">· {others}</span> : null}
      </button>
    );
  }

  override dispose(): void {
    this.options.jobs.changed.disconnect(this.onChanged, this);
    this.options.inFront?.changed.disconnect(this.onChanged, this);
    super.dispose();
  }

  private onChanged(): void {
    this.update();
    this._activeChanged.emit();
  }
}

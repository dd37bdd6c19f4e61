import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { Commands } from '../commands';
import { IDiffusionClient, IDiffusionInFront, IDiffusionJobs, IDiffusionText } from '../tokens';
import { SweepStatus } from './status';

const RANK = 40;

export const status: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-diffusion:status',
  description: 'Shows in the status bar what is drawn, waits or is paused.',
  autoStart: true,
  requires: [IDiffusionClient, IDiffusionJobs, IDiffusionText],
  optional: [IStatusBar, IDiffusionInFront],
  activate: (
    app: JupyterFrontEnd,
    client: IDiffusionClient,
    jobs: IDiffusionJobs,
    text: IDiffusionText,
    bar: IStatusBar | null,
    inFront: IDiffusionInFront | null
  ): void => {
    if (!bar) {
      return;
    }
    // Whoever asks first (a grid, the panel) shows that the service is needed; jobs are listed from then on.
    client.changed.connect(() => {
      if (client.reachable && !jobs.loaded) {
        void jobs.load();
      }
    }, bar);
    const item = new SweepStatus({
      client,
      jobs,
      text,
      inFront,
      onClick: () => void app.commands.execute(Commands.openPanel)
    });
    bar.registerStatusItem('jupyterlab-diffusion:status', {
      item,
      align: 'right',
      rank: RANK,
      isActive: () => item.told !== null,
      activeStateChanged: item.activeChanged
    });
  }
};

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { JobSummary } from '../../schema/wire';
import { isNameOf, nameOfClient } from '../client/queue';
import { SETTINGS_ID } from '../i18n/plugin';
import { IDiffusionClient, IDiffusionJobs, IDiffusionText, INotebookBridge } from '../tokens';
import { JobNotices, type Notice } from './job-notices';

const SUCCESS_MS = 10_000;

export const notices: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-diffusion:notices',
  description: 'Notifies when a long sweep of this page has ended, failed or stands still.',
  autoStart: true,
  requires: [IDiffusionClient, IDiffusionJobs, IDiffusionText, INotebookBridge],
  optional: [INotebookTracker, ISettingRegistry],
  activate: (
    _app: JupyterFrontEnd,
    client: IDiffusionClient,
    jobs: IDiffusionJobs,
    text: IDiffusionText,
    bridge: INotebookBridge,
    notebooks: INotebookTracker | null,
    registry: ISettingRegistry | null
  ): void => {
    let wanted = true;
    const isOurs = ({ client: asked }: JobSummary): boolean => {
      const name = nameOfClient(asked);
      return asked === client.name || (name !== null && isOpenHere(notebooks, name));
    };
    const shown = new Map<string, string>();
    const tell = ({ key, job, tone, message }: Notice): void => {
      if (wanted) {
        const actions = [
          {
            label: text.say('show'),
            caption: text.say('show_grid'),
            callback: () => void bridge.openJob(job)
          }
        ];
        const id = Notification.emit(message, tone, { autoClose: tone === 'success' && SUCCESS_MS, actions });
        if (key !== null) {
          shown.set(key, id);
        }
      }
    };
    const takeBack = (key: string): void => {
      const id = shown.get(key);
      // Without an id all notifications of Lab would be dismissed.
      if (id !== undefined) {
        Notification.dismiss(id);
      }
      shown.delete(key);
    };
    const made = new JobNotices({ say: text.say, isOurs, now: () => Date.now(), tell, takeBack });
    jobs.changed.connect(() => made.take(jobs.jobs, jobs.paused), made);
    void followSetting(registry, notify => (wanted = notify));
  }
};

function isOpenHere(notebooks: INotebookTracker | null, name: string): boolean {
  return notebooks?.find(({ context }) => isNameOf(name, context.path.split('/').pop() ?? '')) !== undefined;
}

async function followSetting(
  registry: ISettingRegistry | null,
  take: (notify: boolean) => void
): Promise<void> {
  const settings = await registry?.load(SETTINGS_ID).catch(() => undefined);
  const read = (): void => take(settings?.composite.notifications !== false);
  read();
  settings?.changed.connect(read);
}

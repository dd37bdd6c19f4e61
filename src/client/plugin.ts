import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { URLExt } from '@jupyterlab/coreutils';
import { UUID } from '@lumino/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { Poll } from '@lumino/polling';
import { IDiffusionClient, IDiffusionJobs, IDiffusionText } from '../tokens';
import { DiffusionClient } from './client';
import { JobList } from './job-list';
import { PageLines } from './lines';

const OFTEN_MS = 2_000;
const USUALLY_MS = 10_000;
const HIDDEN_MS = 60_000;

export const client: JupyterFrontEndPlugin<IDiffusionClient> = {
  id: 'jupyterlab-diffusion:client',
  description: 'Provides the drawing service, reached through the Jupyter server.',
  autoStart: true,
  provides: IDiffusionClient,
  requires: [IDiffusionText],
  activate: (app: JupyterFrontEnd, text: IDiffusionText): IDiffusionClient => {
    const settings = app.serviceManager.serverSettings;
    const lines = new PageLines(() => new settings.WebSocket(lineUrl(settings)));
    const made = new DiffusionClient({
      root: URLExt.join(settings.baseUrl, 'diffusion/'),
      send: (url, init) => ServerConnection.makeRequest(url, init, settings),
      openLine: lines.open,
      language: text.language,
      name: `panel #${UUID.uuid4().slice(0, 8)}`
    });
    void made.used.then(() => watchHealth(made));
    return made;
  }
};

export const jobs: JupyterFrontEndPlugin<IDiffusionJobs> = {
  id: 'jupyterlab-diffusion:jobs',
  description: 'Provides the list of jobs, kept up to date.',
  autoStart: true,
  provides: IDiffusionJobs,
  requires: [IDiffusionClient],
  activate: (_app: JupyterFrontEnd, client: IDiffusionClient): IDiffusionJobs => {
    const list = new JobList(client);
    client.changed.connect(() => list.compare(client), list);
    return list;
  }
};

/** Where the page's event streams go, with the token where the page was given one, as a kernel's address has it. */
function lineUrl({ wsUrl, appendToken, token }: ServerConnection.ISettings): string {
  const query = appendToken && token ? `?token=${encodeURIComponent(token)}` : '';
  return `${URLExt.join(wsUrl, 'diffusion/lines')}${query}`;
}

/** Asks for health from the first use on (a look starts the service): often while the service is not ready, usually, and rarely while nobody looks. */
function watchHealth(client: DiffusionClient): void {
  const poll = new Poll({
    name: 'jupyterlab-diffusion:health',
    standby: 'never',
    frequency: { interval: OFTEN_MS, backoff: false },
    factory: async () => {
      await client.refresh();
      const ready = client.reachable && client.health?.state !== 'starting';
      poll.frequency = {
        interval: document.hidden ? HIDDEN_MS : ready ? USUALLY_MS : OFTEN_MS,
        backoff: false,
        max: HIDDEN_MS
      };
    }
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) {
      void poll.refresh();
    }
  });
}

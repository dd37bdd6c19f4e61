import { Notification } from '@jupyterlab/apputils';
import { Signal } from '@lumino/signaling';
import type { JobSummary } from '../../schema/wire';
import { textIn } from '../i18n/text';
import { notices } from './notices-plugin';

const job = (id: string, change: Partial<JobSummary>): JobSummary =>
  ({
    id,
    client: 'mine',
    state: 'running',
    created: '2026-03-02T10:00:00Z',
    finished: null,
    spec: { base: { prompt: 'a cat' }, axes: [] },
    progress: { title: '4 of 9', message: '4 of 9.', cells_failed: 0 },
    diagnosis: null,
    ...change
  }) as JobSummary;
const down = { diagnosis: { code: 'engine_down', title: 'It is down' } as JobSummary['diagnosis'] };

/** The plugin, and a way to show it a list of jobs. */
function started(notebook?: string): (listed: JobSummary[]) => void {
  const changed = new Signal<object, void>({});
  const list = { jobs: [] as JobSummary[], paused: false, changed };
  const tracker = notebook && {
    find: (test: (panel: object) => boolean) => [{ context: { path: `a/${notebook}` } }].find(test)
  };
  const given = [{ name: 'mine' }, list, textIn('en'), { openJob: async () => undefined }, tracker, null];
  void notices.activate({} as never, ...given);
  return listed => {
    list.jobs = listed;
    changed.emit();
  };
}
const shown = (): string[] => Notification.manager.notifications.map(({ message }) => message);

beforeEach(() => Notification.dismiss());

test('a cause of the machine is one notification, and none once it is gone', () => {
  const show = started();
  Notification.info('of somebody else');
  show(Array.from({ length: 20 }, (_, k) => job(String(k), down)));
  expect(shown()).toEqual(['It is down', 'of somebody else']);
  show(Array.from({ length: 20 }, (_, k) => job(String(k), {})));
  expect(shown()).toEqual(['of somebody else']);
});

test.each(
  ['一只猫.ipynb #12ab34cd', '一只猫在…'].map(name => encodeURIComponent(name).replace(/%20%23/, ' #'))
)('jobs of a notebook that is open here are told of (%s)', client => {
  const show = started(client.includes('ipynb') ? '一只猫.ipynb' : '一只猫在屋顶上.ipynb');
  show([job('1', { ...down, client })]);
  expect(shown()).toEqual(['It is down']);
});

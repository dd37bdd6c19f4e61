/** What one keystroke in the prompt draws again. */
import { Signal } from '@lumino/signaling';
import { act, createElement, Profiler, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { JobSummary, Plan } from '../../schema/wire';
import { JobList } from '../client/job-list';
import { textIn } from '../i18n/text';
import type { IDiffusionClient } from '../tokens';
import { PanelModel } from './model';
import { Panel } from './panel';

const mockDrawn = new Map<string, number>();

/** The exports of a module, each component of which counts how often something in it is drawn. */
function mockCounted<M extends object>(module: M): M {
  return Object.fromEntries(
    Object.entries(module).map(([name, part]) => {
      const counted = (props: object): ReactElement =>
        createElement(
          Profiler,
          { id: name, onRender: () => void mockDrawn.set(name, (mockDrawn.get(name) ?? 0) + 1) },
          createElement(part as () => ReactElement, props)
        );
      return [name, /^[A-Z][a-z]/.test(name) && typeof part === 'function' ? counted : part];
    })
  ) as M;
}
jest.mock('./jobs', () => mockCounted(jest.requireActual('./jobs')));
jest.mock('./params', () => mockCounted(jest.requireActual('./params')));
jest.mock('./prompt', () => mockCounted(jest.requireActual('./prompt')));
jest.mock('./dock', () => mockCounted(jest.requireActual('./dock')));
jest.mock('./service', () => mockCounted(jest.requireActual('./service')));
jest.mock('./option-sections', () => mockCounted(jest.requireActual('./option-sections')));
jest.mock('./examples-section', () => mockCounted(jest.requireActual('./examples-section')));

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const job = {
  id: 'job-1',
  state: 'done',
  seq: 1,
  created: '2026-11-22T10:00:00.000Z',
  finished: null,
  text: null,
  thumbnails: [],
  spec: { base: { prompt: 'a house' } },
  plan: { base: {}, origins: {} },
  progress: { cells_total: 4, cells_done: 4, cells_failed: 0, fraction: 1, eta_s: null }
} as unknown as JobSummary;

test('a keystroke in the prompt draws the prompt and the dock again, and nothing else', async () => {
  const client = {
    changed: new Signal({}),
    health: { state: 'ready', message: 'Ready.' },
    failure: null,
    reachable: true,
    plan: () => new Promise<Plan>(() => undefined),
    analyse: () => new Promise(() => undefined),
    models: async () => [],
    samplers: async () => [{ name: 'Euler', flavours: ['a1111'] }],
    schedulers: async () => [],
    refresh: async () => undefined,
    imageUrl: () => '/picture'
  } as unknown as IDiffusionClient;
  const jobs = new JobList({
    follow: () => new Promise(() => undefined),
    jobs: async () => ({ jobs: [job], cursor: null, paused: false })
  });
  const words = textIn('en');
  const bridge = {
    insertCell: async () => undefined,
    activeCellText: () => null,
    openJob: async () => undefined
  };
  const model = new PanelModel({ client, jobs, bridge, words });
  const nothing = (): void => undefined;
  const saveReport = async (): Promise<void> => undefined;
  const view = {
    model,
    client,
    words,
    showMenu: nothing,
    confirm: async () => true,
    show: nothing,
    openSettings: nothing,
    saveReport
  };
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  await act(async () => {
    root.render(<Panel view={view} />);
    await model.start();
    model.showExamples();
    (['parameters', 'image', 'hires', 'sampling', 'jobs', 'more'] as const).forEach(name =>
      model.toggle(name, true)
    );
    model.edit({ ...model.state.form, prompt: 'a cat', fields: { steps: { text: '5,10', axis: true } } });
  });
  expect(place.querySelectorAll('.jd-Job')).toHaveLength(1);
  mockDrawn.clear();
  const area = place.querySelector<HTMLTextAreaElement>('textarea')!;
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(area, 'a cats');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
  expect(model.state.form.prompt).toBe('a cats');
  expect(Object.fromEntries(mockDrawn)).toEqual({
    PromptSection: expect.any(Number),
    Dock: expect.any(Number)
  });
  act(() => root.unmount());
  place.remove();
});

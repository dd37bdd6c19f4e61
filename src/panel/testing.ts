/** The panel drawn in jsdom over a client that answers what a test says. */
import { Signal } from '@lumino/signaling';
import { act, createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import type { Plan } from '../../schema/wire';
import { JobList } from '../client/job-list';
import { textIn } from '../i18n/text';
import type { IDiffusionClient } from '../tokens';
import type { MenuItem } from '../ui';
import { PanelModel } from './model';
import { Panel } from './panel';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

/** The plan that the client answers where a test gives none. */
export const plan = {
  cells: 32,
  cached: 24,
  unet_evals: { naive: 1280, planned: 312 },
  eta_s: 5,
  eta_range_s: null,
  memory_mb: 600,
  warnings: [],
  axes: [],
  base: { steps: 20 },
  origins: { steps: 'model' },
  layout: {},
  fields: {},
  spec: { base: {}, axes: [] }
} as unknown as Plan;

/** The page that the panel stands in. */
export const page = document.body;

let root: Root | null = null;

/** Draws a panel; `client` is what its client does other than answer an empty service. Gone after the test. */
export async function drawPanel(
  client: Partial<IDiffusionClient> = {}
): Promise<{ model: PanelModel; jobs: JobList; menus: MenuItem[][] }> {
  const fake = {
    changed: new Signal({}),
    health: { state: 'ready', message: 'Ready.' },
    failure: null,
    reachable: true,
    plan: async () => plan,
    models: async () => [],
    samplers: async () => [
      { name: 'Euler', aliases: [], flavours: ['a1111', 'diffusers'] },
      { name: 'DPM++ 2M', aliases: [], flavours: ['a1111'] },
      { name: 'DDPM', aliases: [], flavours: ['diffusers'] }
    ],
    imageUrl: (hash: string) => `/pictures/${hash}`,
    schedulers: async () => [],
    refresh: async () => undefined,
    ...client
  } as unknown as IDiffusionClient;
  const jobs = new JobList({
    follow: () => new Promise(() => undefined),
    jobs: async () => ({ jobs: [], cursor: null, paused: false })
  });
  const words = textIn('en');
  const bridge = {
    insertCell: async () => undefined,
    activeCellText: () => null,
    openJob: async () => undefined
  };
  const model = new PanelModel({ client: fake, jobs, bridge, words });
  const menus: MenuItem[][] = [];
  const drawn = createRoot(page.appendChild(document.createElement('div')));
  root = drawn;
  const show = (): void => undefined;
  const saveReport = async (): Promise<void> => undefined;
  const confirm = async (): Promise<boolean> => true;
  const showMenu = (items: MenuItem[]): void => void menus.push(items);
  await act(async () => {
    drawn.render(
      createElement(Panel, {
        view: { model, client: fake, words, showMenu, confirm, show, openSettings: show, saveReport }
      })
    );
    await model.start();
  });
  return { model, jobs, menus };
}

afterEach(() => {
  act(() => root?.unmount());
  root = null;
  page.replaceChildren();
});

/** The text of the first element that matches, or nothing where there is none. */
export const text = (selector: string): string => page.querySelector(selector)?.textContent ?? '';

/** Presses the first element that matches. */
export const press = async (selector: string): Promise<void> =>
  act(async () => page.querySelector<HTMLElement>(selector)!.click());

/** Lets the plan be asked and answered. */
export const planned = (): Promise<void> => act(() => new Promise<void>(resolve => setTimeout(resolve, 300)));

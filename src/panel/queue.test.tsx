/** The queue in the panel: whose jobs wait for what, and what a person says of them. */
import { Signal } from '@lumino/signaling';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import type { Health, JobsReply, JobSummary } from '../../schema/wire';
import { JobList } from '../client/job-list';
import { textIn } from '../i18n/text';
import type { Front, IDiffusionClient } from '../tokens';
import type { MenuItem } from '../ui';
import { PanelModel } from './model';
import { Panel } from './panel';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const job = (id: string, change: Partial<JobSummary> = {}): JobSummary =>
  ({
    id,
    state: 'queued',
    client: 'panel #1',
    priority: 'normal',
    rank: Number(id),
    seq: 1,
    created: `2026-11-22T10:00:0${id}.000Z`,
    finished: null,
    text: null,
    thumbnails: [],
    diagnosis: null,
    spec: { base: { prompt: `job ${id}` } },
    plan: { base: {}, origins: {} },
    progress: { cells_total: 4, cells_done: 0, cells_failed: 0, fraction: 0, eta_s: null, message: '' },
    ...change
  }) as unknown as JobSummary;
const pausedBy = (code: string): Partial<JobSummary> =>
  ({
    state: 'paused',
    own_state: 'queued',
    diagnosis: { code, title: code, message: code, evidence: [] }
  }) as unknown as JobSummary;

const READY = { state: 'ready', message: 'Ready.' } as const;
let health: Pick<Health, 'state' | 'code' | 'message'> = READY;
let inFront: Front = { notebook: null, job: null };
let root: Root;
let place: HTMLElement;
let asked: string[];
let menus: MenuItem[][];
let questions: string[];
let jobs: JobList;
/** What the service says when it is asked now, and whether the person agrees to what can't be taken back. */
let service: {
  paused: boolean;
  refuses: boolean;
  agrees: boolean;
  finds(): Pick<JobsReply, 'jobs' | 'cursor'>;
};

async function draw(listed: JobSummary[], paused = false): Promise<void> {
  asked = [];
  menus = [];
  questions = [];
  service = { paused, refuses: false, agrees: true, finds: () => ({ jobs: [], cursor: null }) };
  const told =
    (name: string) =>
    async (...words: unknown[]): Promise<unknown> => {
      asked.push([name, ...words].join(' '));
      if (service.refuses) {
        throw new Error('It is so already.');
      }
      return { ...listed[0], cells: [], seq: 9 };
    };
  const names = ['setPriority', 'place', 'pauseAll', 'resumeAll', 'cancelAll'];
  const client = {
    name: 'panel #1',
    jobs: async (...[, , search]: Parameters<IDiffusionClient['jobs']>) => {
      asked.push(`jobs ${search?.words} ${search?.params}`);
      return service.finds();
    },
    forget: told('forget'),
    changed: new Signal({}),
    health,
    failure: null,
    reachable: true,
    steer: Object.fromEntries(names.map(name => [name, told(name)])),
    models: async () => [],
    samplers: async () => [],
    schedulers: async () => [],
    imageUrl: () => '',
    refresh: async () => undefined
  } as unknown as IDiffusionClient;
  jobs = new JobList({
    follow: () => new Promise(() => undefined),
    jobs: async () => ({ jobs: listed, cursor: null, paused: service.paused })
  });
  const words = textIn('en');
  const nothing = async (): Promise<void> => undefined;
  const model = new PanelModel({
    client,
    jobs,
    words,
    bridge: { insertCell: nothing, activeCellText: () => null, openJob: nothing }
  });
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
  const view = {
    ...{
      model,
      client,
      words,
      show: () => undefined,
      openSettings: () => undefined,
      saveReport: async () => undefined,
      inFront: { front: inFront, changed: new Signal<unknown, void>({}) }
    },
    confirm: async ({ body }: { body: string }) => {
      questions.push(body);
      return service.agrees;
    },
    showMenu: (items: MenuItem[]) => void menus.push(items)
  };
  await act(async () => {
    root.render(<Panel view={view} />);
    await model.start();
    model.toggle('jobs', true);
  });
}

afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
  jobs.dispose();
  health = READY;
  inFront = { notebook: null, job: null };
});

const rows = (): string[] =>
  [...place.querySelectorAll('.jd-Job-words')].map(({ textContent }) => textContent ?? '');
const press = (selector: string): Promise<void> =>
  act(async () => place.querySelector<HTMLElement>(selector)!.click());

/** The menu of a job's row, by its words. */
async function menuOf(id: string): Promise<Map<string, Exclude<MenuItem, 'line'>>> {
  await press(`[data-job="${id}"] .jd-Job-acts > :last-child`);
  return new Map(menus.at(-1)!.flatMap(item => (item === 'line' ? [] : [[item.label, item]])));
}

test('a card says whose job it is where it isn’t ours, its priority, and what it waits for', async () => {
  const waiting = { code: 'waiting', title: 'Waiting for “job 1”: about 3 min' } as JobSummary['diagnosis'];
  await draw([
    job('3', { client: 'two.ipynb #1a', priority: 'low', diagnosis: waiting }),
    job('2'),
    job('1', { state: 'running' })
  ]);
  expect(rows()).toEqual([
    'job 10 of 4',
    'job 24 cells · Waiting: next',
    'job 3two.ipynb · Later4 cells · Waiting for “job 1”: about 3 min'
  ]);
});

test.each(['running', 'queued', 'paused', 'done', 'cancelled', 'failed'] as const)(
  'how a job stands that is %s may take several lines',
  async state => {
    await draw([job('1', { state, client: 'gamma_of_a_very_long_name.ipynb #1a' })]);
    const lines = [...place.querySelectorAll('.jd-Job-words > .jd-num')];
    expect(
      lines.map(({ classList }) => [classList.contains('jd-Job-why'), classList.contains('jd-cut')])
    ).toEqual(lines.map(() => [true, false]));
    expect(lines.length).toBeGreaterThan(0);
  }
);

test('from its menu a job gets a priority and passes those it takes turns with', async () => {
  await draw([job('3'), job('2'), job('1', { state: 'running' }), job('4', { client: 'two.ipynb #1a' })]);
  const menu = await menuOf('2');
  expect(menu.get('Normal')?.checked).toBe(true);
  for (const words of ['Before all others', 'Later', 'Up', 'Down', 'Cancel all others']) {
    await act(async () => menu.get(words)!.run());
  }
  expect(asked).toEqual(['setPriority 2 high', 'setPriority 2 low', 'place 2 1', 'place 2 ', 'cancelAll 2']);
});

test('a move that can’t be done says why not, with what does it; one that is done says where it is now', async () => {
  await draw([
    job('3', { priority: 'low' }),
    job('2', { client: 'two.ipynb #1a' }),
    job('1', { state: 'running' })
  ]);
  const word = (): string | null => place.querySelector('.jd-Jobs-word')!.textContent;
  const polite = place.querySelector('.jd-Jobs-word');
  expect([polite?.getAttribute('role'), word()]).toEqual(['status', '']);
  await act(async () => (await menuOf('2')).get('Up')!.run());
  expect(word()).toBe(
    '“job 1” is of another page, and the two are drawn in turn. “Before all others” puts this job first.Before all others'.replace(
      'another page',
      'this page'
    )
  );
  await press('.jd-Jobs-word button');
  expect([asked, word()]).toEqual([['setPriority 2 high'], '']);
  await act(async () => (await menuOf('3')).get('Up')!.run());
  expect(word()).toContain('“job 2” has another priority');
  await act(async () => jobs.put(job('4')));
  await act(async () => (await menuOf('4')).get('Up')!.run());
  expect(word()).toBe('“job 4” is number 2 of 2 now.');
});

test('a job alone has nothing to pass', async () => {
  await draw([job('1', { state: 'running' })]);
  expect((await menuOf('1')).has('Up')).toBe(false);
});

test('paused jobs stand under a head of their own, and nothing is called drawn while all are held up', async () => {
  const heads = (): (string | null)[] =>
    [...place.querySelectorAll('.jd-Jobs-head')].map(({ textContent }) => textContent);
  await draw([job('3'), job('2', { state: 'paused' }), job('1', { state: 'running' })]);
  expect(heads()).toEqual(['Drawing', 'Waiting', 'Paused']);
  await act(async () => root.unmount());
  place.remove();
  await draw([job('1', { ...pausedBy('queue_paused'), own_state: 'running' })], true);
  expect(heads()).toEqual(['Begun']);
});

test('the keyboard stays at a job that comes to stand elsewhere, and goes to the next where it leaves the list', async () => {
  await draw([job('3'), job('2'), job('1', { state: 'running' })]);
  place.querySelector<HTMLElement>('[data-job="1"]')!.focus();
  await act(async () => jobs.put(job('1', { state: 'paused', seq: 2 })));
  expect(document.activeElement?.getAttribute('data-job')).toBe('1');
  await act(async () => jobs.remove('1'));
  expect(document.activeElement?.getAttribute('data-job')).toBe('3');
  act(() => (document.activeElement as HTMLElement).blur());
  await act(async () => jobs.remove('3'));
  expect(document.activeElement).toBe(document.body);
});

test('the foot of the panel names what it tells: the job of what is in front, and how many more there are', async () => {
  inFront = { notebook: 'two.ipynb', job: null };
  health = { state: 'busy', message: 'Drawing: 1 of 4.' };
  const { progress } = job('1');
  const one = job('1', { state: 'running', progress: { ...progress, title: 'Loading' } });
  const drawn = { ...progress, cells_done: 3, eta_s: 7 };
  await draw([job('2', { client: 'two.ipynb #1a', state: 'running', progress: drawn }), one]);
  const foot = (): string | null => place.querySelector('.jd-Service')!.textContent;
  expect(foot()).toBe('“job 2”: 3 of 4 · about 7 s · and 1 more');
  await act(async () => jobs.remove('2'));
  expect(foot()).toBe('“job 1”: Loading');
});

test.each([false, true])(
  'what ends jobs of others or takes pictures away is asked first (agreed: %s)',
  async agrees => {
    const over = job('4', { state: 'done', progress: { ...job('4').progress, cells_done: 4 } });
    await draw([
      over,
      job('3', { client: 'two.ipynb #1a' }),
      job('2', { state: 'paused' }),
      job('1', { state: 'running' })
    ]);
    service.agrees = agrees;
    await act(async () => (await menuOf('1')).get('Cancel all others')!.run());
    await act(async () => (await menuOf('4')).get('Forget')!.run());
    expect(questions).toEqual([
      '2 jobs end, whoever asked for them; 8 cells are not drawn.',
      'The job leaves the list with 4 drawn cells. Their pictures are gone, unless another job shows them.'
    ]);
    expect(asked).toEqual(agrees ? ['cancelAll 1', 'forget 4'] : []);
  }
);

test('the menu of a job is that of the jobs there are now', async () => {
  await draw([job('1', pausedBy('queue_paused'))], true);
  const others = async (): Promise<boolean[]> => {
    const menu = await menuOf('1');
    return ['Down', 'Cancel all others'].map(words => menu.has(words));
  };
  expect(await others()).toEqual([false, false]);
  await act(async () => jobs.put(job('2', pausedBy('queue_paused'))));
  expect(await others()).toEqual([true, true]);
  await act(async () => jobs.remove('2'));
  expect(await others()).toEqual([false, false]);
});

describe('a job is looked for', () => {
  const done = (id: string): JobSummary =>
    job(id, { state: 'done', finished: `2026-11-22T11:00:0${id}.000Z` });
  const listed = ['9', '8', '7', '6', '5', '4'].map(done);
  const type = (words: string): Promise<void> =>
    act(async () => {
      const input = place.querySelector<HTMLInputElement>('.jd-Jobs-search input')!;
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, words);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise(resolve => setTimeout(resolve, 250));
    });
  const heads = (): (string | null)[] =>
    [...place.querySelectorAll('.jd-Jobs-head')].map(({ textContent }) => textContent);

  test('in all that the service keeps, by words and parameters; what is found is told as it is now', async () => {
    await draw(listed);
    service.finds = () => ({ jobs: [job('9'), done('1')], cursor: null });
    await type('boat steps=30');
    expect(asked).toEqual(['jobs boat steps,30']);
    expect([heads(), rows()]).toEqual([['2 found'], ['job 9Done', 'job 1Done'].map(expect.stringContaining)]);
    service.finds = () => ({ jobs: [done('1')], cursor: '1' });
    await type('sea');
    expect(heads()).toEqual(['The newest 1 found']);
    await press('.jd-Jobs-search button');
    expect(heads()).toEqual(['Earlier']);
  });

  test('and nothing, or a refusal, is said', async () => {
    await draw(listed);
    await type('nothing');
    expect(place.querySelector('.jd-Section-jobs [role=status]:last-child')?.textContent).toBe(
      'No job has all of this.'
    );
    service.finds = () => {
      throw new Error('The service is not there.');
    };
    await type('boat');
    expect(place.querySelector('.jd-Section-jobs .jd-Note')?.textContent).toBe('The service is not there.');
  });

  test('a list that is seen at once has no search', async () => {
    await draw(listed.slice(1));
    expect(place.querySelector('.jd-Jobs-search')).toBeNull();
  });
});

test('everything is paused and goes on at the head of the list, which says so', async () => {
  await draw([job('1', { state: 'running' })]);
  await press('.jd-Jobs-queue button');
  expect(place.querySelector('.jd-Jobs-queue')?.textContent).toContain('Everything is paused');
  await press('.jd-Jobs-queue button');
  expect(asked).toEqual(['pauseAll', 'resumeAll']);
  expect(place.querySelector('.jd-Jobs-queue')?.textContent).toBe('Pause all');
});

test('a job that is held up is told in a line, whole, with the way to its grid; and its foot is no good sign', async () => {
  const title = 'No sign of progress for 10 s (0.7 s is usual)';
  const stalled = {
    code: 'silent',
    title,
    detail: 'After 60 s the worker is started anew.',
    message: title,
    evidence: [{ code: 'x', message: 'Process 12 sleeps.' }],
    remedy: 'Wait.'
  };
  await draw([job('1', { state: 'running', diagnosis: stalled })]);
  const card = place.querySelector('.jd-Attention')!;
  expect(card.querySelector('h3')?.textContent).toBe(title);
  expect([...card.querySelectorAll('button')].map(({ textContent }) => textContent)).toEqual([
    'Show the grid',
    'Cancel'
  ]);
  expect(card.textContent).toBe(`${title}Show the gridCancel`);
  expect(place.querySelector('.jd-Service')?.className).toContain('jd-mod-slow');
});

test('a paused queue is no good sign in the foot of the panel, though the service is well', async () => {
  await draw([]);
  expect(place.querySelector('.jd-Service')?.className).toContain('jd-mod-good');
  await act(async () => root.unmount());
  place.remove();
  health = { state: 'ready', code: 'queue_paused', message: 'Everything is paused' };
  await draw([], true);
  expect(place.querySelector('.jd-Service')?.className).toContain('jd-mod-slow');
});

test('what somebody else did before is seen once an order is refused', async () => {
  await draw([], true);
  Object.assign(service, { paused: false, refuses: true });
  await press('.jd-Jobs-queue button');
  expect(asked).toEqual(['resumeAll']);
  expect(place.querySelector('.jd-Jobs-queue')).toBeNull();
});

test('a paused queue is told even while nothing waits, and while the list is closed', async () => {
  await draw([], true);
  expect(place.querySelector('.jd-Jobs-queue')?.textContent).toContain('Everything is paused');
  await act(async () => jobs.put(job('1', pausedBy('queue_paused'))));
  expect(place.querySelector('.jd-Attention')).toBeNull();
  await press('.jd-Section-jobs .jd-Section-toggle');
  expect(place.querySelector('.jd-Attention')?.textContent).toContain('Resume all');
});

test.each(['queue_paused', 'disk_full', 'disk_failing', 'disk_slow', 'engine_down'])(
  'a job that is held up by what holds up all (%s) has no resume of its own, and can be paused',
  async code => {
    await draw([job('2', pausedBy(code)), job('1', { state: 'paused' })]);
    expect((await menuOf('1')).has('Resume')).toBe(true);
    const menu = await menuOf('2');
    expect([menu.has('Resume'), menu.has('Pause')]).toEqual([false, true]);
  }
);

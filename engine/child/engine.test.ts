import { plainCell } from '../testing/plain-cell';
import type { CellParams } from '../../schema/wire';
import { drawAll } from '../testing/draw-all';
import { fakeModel, fakeNetworks } from '../testing/fake-networks';
import type { INetworks } from '../types';
import { testEngine } from '../testing/test-engine';
import type { Engine } from './engine';
import { drawModelOf, type OpenModel } from './open-model';
import type { DrawCell, FromWorker } from '../worker';
import { Fault } from '../../schema/fault';

const base: CellParams = { ...plainCell, steps: 5, sampler: 'Euler a', width: 16, height: 16 };
const seeds = (count: number, change: Partial<CellParams> = {}): CellParams[] =>
  Array.from({ length: count }, (_, seed) => ({ ...base, ...change, seed }));
const of = <T extends FromWorker['type']>(
  messages: FromWorker[],
  type: T
): Extract<FromWorker, { type: T }>[] =>
  messages.filter((message): message is Extract<FromWorker, { type: T }> => message.type === type);

test('every cell ends in one picture of its size', async () => {
  const { pictures, failures } = await drawAll(seeds(20), fakeModel());
  expect(pictures.size).toBe(20);
  expect(failures.size).toBe(0);
  expect([...pictures.values()].every(rgb => rgb.length === 16 * 16 * 3)).toBe(true);
});

test('a cancelled cell fails as cancelled, within the pass under way, and the others are drawn', async () => {
  let passes = 0;
  const { pictures, failures, messages } = await drawAll(seeds(6), fakeModel(), {}, (engine, message) => {
    if (message.type === 'steps' && ++passes === 2) {
      engine.receive({ type: 'cancel', ids: ['0', '5', 'unknown'] });
    }
  });
  expect([...pictures.keys()].sort()).toEqual(['1', '2', '3', '4']);
  expect(failures).toEqual(
    new Map([
      ['0', { code: 'cancelled', facts: {} }],
      ['5', { code: 'cancelled', facts: {} }]
    ])
  );
  const after = of(messages, 'steps').slice(2);
  expect(after.flatMap(({ cells }) => cells).some(({ id }) => id === '0')).toBe(false);
});

test('a network that answers with NaN fails the cell with the step', async () => {
  let calls = 0;
  const predict: INetworks['predict'] = async rows =>
    rows.map(({ x }) => new Float32Array(x.length).fill(++calls > 4 ? NaN : 0));
  const { failures } = await drawAll([base], fakeModel({ predict }));
  expect(failures.get('0')).toEqual({ code: 'not_finite', facts: { step: 3 } });
});

test.each<[string, unknown, object]>([
  [
    'an Fault keeps its code and facts',
    new Fault('not_finite', { step: 2 }),
    { code: 'not_finite', facts: { step: 2 } }
  ],
  [
    'a failed allocation is out of memory',
    new Error('Failed to allocate memory for requested buffer of size 4294967296'),
    { code: 'out_of_memory', facts: { name: 'fake', needed: '4.3 GB', available: expect.any(String) } }
  ],
  ['anything else says itself', new Error('boom'), { code: 'internal', facts: { reason: 'boom' } }]
])('%s', async (_, error, failure) => {
  const decode = (): Promise<never> => Promise.reject(error as Error);
  const { failures } = await drawAll(seeds(2), fakeModel({ decode }));
  expect(failures.get('0')).toEqual(failure);
  expect(failures.size).toBe(2);
});

test('a bad prompt or sampler fails its cell alone', async () => {
  const cells = [base, { ...base, prompt: '(a:1.2.3)' }, { ...base, sampler: 'nope' }];
  const { pictures, failures } = await drawAll(cells, fakeModel());
  expect([...pictures.keys()]).toEqual(['0']);
  expect([...failures].map(([id, { code }]) => [id, code])).toEqual([
    ['1', 'bad_weight'],
    ['2', 'unknown_choice']
  ]);
});

describe('with several models', () => {
  type Event = string;
  function engineOf(
    open: (path: string) => Promise<INetworks>,
    act: (engine: Engine, message: FromWorker) => void = () => undefined
  ): { engine: Engine; messages: FromWorker[] } {
    const opened = async (path: string): Promise<OpenModel> => {
      const networks = await open(path);
      return { networks, model: drawModelOf(networks.info) };
    };
    return testEngine({ open: opened, act });
  }
  const cell = (id: string, path: string): DrawCell => ({ id, params: base, model: { name: path, path } });

  test('one is open at a time, and none is opened twice', async () => {
    const events: Event[] = [];
    const { engine, messages } = engineOf(async path => {
      events.push(`open ${path}`);
      return { ...fakeNetworks(), dispose: async () => void events.push(`close ${path}`) };
    });
    engine.receive({ type: 'draw', cells: [cell('0', 'a'), cell('1', 'b'), cell('2', 'a')] });
    await engine.idle;
    expect(events).toEqual(['open a', 'close a', 'open b']);
    expect(of(messages, 'done')).toHaveLength(3);
    expect(of(messages, 'phase').at(-1)).toMatchObject({ phase: 'idle', model: null, cells: [] });
  });

  test('one that does not open fails its own cells', async () => {
    const { engine, messages } = engineOf(async path => {
      if (path === 'a') {
        throw new Fault('model_missing', { name: 'a' });
      }
      return fakeNetworks();
    });
    engine.receive({ type: 'draw', cells: [cell('0', 'a'), cell('1', 'b'), cell('2', 'a')] });
    await engine.idle;
    expect(of(messages, 'failed').map(({ id, failure }) => [id, failure.code])).toEqual([
      ['0', 'model_missing'],
      ['2', 'model_missing']
    ]);
    expect(of(messages, 'done').map(({ id }) => id)).toEqual(['1']);
  });

  test('cells that come while others are drawn join them', async () => {
    const { engine, messages } = engineOf(
      async () => fakeNetworks(),
      (self, message) => {
        if (message.type === 'done' && message.id === '0') {
          self.receive({ type: 'draw', cells: [cell('late', 'a')] });
        }
      }
    );
    engine.receive({ type: 'draw', cells: [cell('0', 'a')] });
    await engine.idle;
    expect(of(messages, 'done').map(({ id }) => id)).toEqual(['0', 'late']);
  });

  describe('and a refiner', () => {
    const refined = (id: string): DrawCell => ({
      ...cell(id, 'base'),
      params: { ...base, refiner: 'late', refiner_switch_at: 0.5 },
      files: { refiner: { name: 'late', path: 'late' } }
    });
    async function draw(room: number): Promise<{ events: Event[]; messages: FromWorker[] }> {
      const events: Event[] = [];
      let open = 0;
      const { engine, messages } = engineOf(async path => {
        if (open === room) {
          throw new Fault('out_of_memory', { name: path, needed: '2 GB', available: '1 GB' });
        }
        open++;
        events.push(path);
        return {
          ...fakeNetworks(),
          predict: async (rows, options) => {
            events.push(`${path} predicts`);
            return fakeNetworks().predict(rows, options);
          },
          dispose: async () => void open--
        };
      });
      engine.receive({ type: 'draw', cells: [refined('0'), refined('1')] });
      await engine.idle;
      return { events, messages };
    }

    test('both stay open where there is room', async () => {
      const { events, messages } = await draw(2);
      expect(events.filter(event => !event.includes(' '))).toEqual(['base', 'late']);
      expect(of(messages, 'done')).toHaveLength(2);
      const who = events.filter(event => event.includes(' ')).map(event => event.split(' ')[0]);
      expect(new Set(who)).toEqual(new Set(['base', 'late']));
      // Having begun, the refiner is never followed by the base: the two cells go hand in hand.
      expect(who.indexOf('late')).toBeGreaterThan(who.lastIndexOf('base'));
    });

    test('where there is not, each gives way to the other, and the pictures are the same', async () => {
      const [roomy, tight] = [await draw(2), await draw(1)];
      // Prompts of both first, then their steps, and the base's decoder at the end.
      const opened = tight.events.filter(event => !event.includes(' '));
      expect(opened).toEqual(['base', 'late', 'base', 'late', 'base']);
      const pictures = (messages: FromWorker[]): Uint8Array[] => of(messages, 'done').map(({ rgb }) => rgb);
      expect(pictures(tight.messages)).toEqual(pictures(roomy.messages));
    });
  });

  test('phases tell what is done, in order, and with which cells', async () => {
    const { engine, messages } = engineOf(async () => fakeNetworks());
    engine.receive({ type: 'draw', cells: [cell('0', 'a')] });
    await engine.idle;
    expect(of(messages, 'phase').map(({ phase, cells }) => [phase, ...cells])).toEqual([
      ['loading_model', '0'],
      ['encoding', '0'],
      ['sampling', '0'],
      ['decoding', '0'],
      ['idle']
    ]);
  });
});

test('previews are small pictures of the latent, not before their time', async () => {
  const { engine, messages } = testEngine({ previewEveryMs: 0 });
  engine.receive({ type: 'draw', cells: [{ id: '0', params: base, model: { name: 'm', path: 'm' } }] });
  await engine.idle;
  const previews = of(messages, 'preview');
  // The first pass has no clean latent yet, after the last comes the picture.
  expect(previews).toHaveLength(base.steps - 1);
  expect(previews[0]).toMatchObject({ id: '0', width: 2, height: 2 });
  expect(previews[0].rgb).toHaveLength(2 * 2 * 3);
});

test('what a lot of cells shared is remembered for the next lot of the model', async () => {
  const axis = [3, 5, 7].map(cfg_scale => ({ ...base, cfg_scale }));
  const together = (await drawAll(axis, fakeModel())).evaluations;
  const { engine, messages } = testEngine();
  for (const [k, params] of axis.entries()) {
    engine.receive({ type: 'draw', cells: [{ id: String(k), params, model: { name: 'm', path: '/m' } }] });
    await engine.idle;
  }
  const apart = of(messages, 'steps').reduce((sum, { evaluations }) => sum + evaluations, 0);
  expect(apart).toBe(together);
});

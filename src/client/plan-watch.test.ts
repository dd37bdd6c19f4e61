import type { Plan } from '../../schema/wire';
import { DiffusionFailure } from './failure';
import { PLAN_DELAY_MS, PlanWatch } from './plan-watch';

type Ask = {
  text: string;
  signal: AbortSignal;
  answer(plan: Partial<Plan> | DiffusionFailure): Promise<void>;
};

function watching(): { watch: PlanWatch; asks: Ask[]; kinds: string[] } {
  const asks: Ask[] = [];
  const kinds: string[] = [];
  const watch = new PlanWatch(
    (request, signal) =>
      new Promise((resolve, reject) => {
        const answer: Ask['answer'] = async reply => {
          (reply instanceof DiffusionFailure ? reject : resolve)(reply as Plan);
          await Promise.resolve();
          await Promise.resolve();
        };
        asks.push({ text: (request as { text: string }).text, signal, answer });
      }),
    state => kinds.push(state.kind)
  );
  return { watch, asks, kinds };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('typing asks once, a moment after it stops', () => {
  const { watch, asks } = watching();
  ['a', 'a h', 'a house'].forEach(text => watch.want(text));
  expect(asks).toHaveLength(0);
  jest.advanceTimersByTime(PLAN_DELAY_MS);
  expect(asks.map(({ text }) => text)).toEqual(['a house']);
});

test('a late answer to an older text is never shown', async () => {
  const { watch, asks, kinds } = watching();
  watch.want('old', 0);
  jest.advanceTimersByTime(0);
  watch.want('new', 0);
  jest.advanceTimersByTime(0);
  expect(asks[0].signal.aborted).toBe(true);
  await asks[1].answer({ cells: 2 });
  await asks[0].answer({ cells: 1 });
  expect(watch.last?.cells).toBe(2);
  expect(kinds).toEqual(['planning', 'planning', 'ready']);
});

test('the last figures stay while a new text is asked, and when it is wrong', async () => {
  const { watch, asks } = watching();
  watch.want('good', 0);
  jest.advanceTimersByTime(0);
  await asks[0].answer({ cells: 4 });
  watch.want('bad', 0);
  expect(watch.last?.cells).toBe(4);
  jest.advanceTimersByTime(0);
  await asks[1].answer(new DiffusionFailure(400, { code: 'not_a_number', message: 'no' }));
  expect([watch.state.kind, watch.last?.cells]).toEqual(['wrong', 4]);
});

test('a service that is away is asked again, a text that is wrong is not', async () => {
  const { watch, asks } = watching();
  watch.want('text', 0);
  jest.advanceTimersByTime(0);
  await asks[0].answer(new DiffusionFailure(0, { code: 'unreachable', message: 'no' }));
  expect(watch.state.kind).toBe('away');
  watch.again();
  jest.advanceTimersByTime(0);
  await asks[1].answer({ cells: 1 });
  expect(watch.state.kind).toBe('ready');
});

test('without a text nothing is asked', () => {
  const { watch, asks } = watching();
  watch.want('a');
  watch.want(null);
  watch.again();
  jest.runAllTimers();
  expect([asks.length, watch.state.kind]).toEqual([0, 'empty']);
});

test('a sweep refused for its size alone still has figures: those that it would have were it allowed', async () => {
  const asked: string[] = [];
  const refused = new DiffusionFailure(400, { code: 'too_many_cells', message: 'too many' });
  const watch = new PlanWatch(
    request => {
      const { text } = request as { text: string };
      asked.push(text);
      return text === 'all limit=900' ? Promise.resolve({ cells: 900 } as Plan) : Promise.reject(refused);
    },
    () => undefined,
    () => 'all limit=900'
  );
  watch.want('all', 0);
  await jest.advanceTimersByTimeAsync(0);
  expect([asked, watch.state.kind, watch.last?.cells]).toEqual([['all', 'all limit=900'], 'wrong', 900]);
});

test('while cells are drawn the plan is asked at most once in the time given', async () => {
  const asked: string[] = [];
  const watch = new PlanWatch(
    request => Promise.resolve(void asked.push((request as { text: string }).text) as never as Plan),
    () => undefined
  );
  watch.want('text', 0);
  await jest.advanceTimersByTimeAsync(0);
  for (let ms = 0; ms < 3_000; ms += 100) {
    watch.again(1_000);
    await jest.advanceTimersByTimeAsync(100);
  }
  expect(asked.length).toBe(1 + 3);
});

/** Jobs that share an engine say with whom, and tell a time that counts with it. */
import { type Job } from '../../schema/wire';
import type { Service } from '../service/service';
import { jobOf, submit, testService, untilJob } from '../testing/test-service';
import { sentence } from '../../schema/messages';

const begun = (service: Service, id: string): Promise<Job> =>
  untilJob(service, id, ({ progress }) => progress.cells_done >= 2);

test('two jobs that are drawn in turn say with whom, and one that is alone doesn’t', async () => {
  const service = await testService();
  const cat = await submit(service, '%%sweep seed=1..200\na slow cat\non a roof', { client: 'ann' });
  expect((await begun(service, cat)).progress).not.toHaveProperty('in_turn_with');
  const whale = await submit(service, '%%sweep seed=1..200\na slow whale', { client: 'bob' });
  await begun(service, whale);
  const told = jobOf(service, cat).progress;
  expect(told.in_turn_with).toEqual({ job: whale, name: 'a slow whale', others: 0 });
  expect(told.title).toMatch(/^Drawing: \d+ of 200, (about .+ left, )?in turn with “a slow whale”$/);
  expect(jobOf(service, whale).progress.in_turn_with).toEqual({ job: cat, name: 'a slow cat', others: 0 });
  const fox = await submit(service, '%%sweep seed=1..200\na slow fox', { client: 'cid' });
  await begun(service, fox);
  expect(jobOf(service, fox).progress.in_turn_with).toEqual({ job: cat, name: 'a slow cat', others: 1 });
  // A second job of one's own waits, and takes no turns.
  const later = await submit(service, '%%sweep seed=301..304\na slow cat', { client: 'ann' });
  expect([jobOf(service, later).diagnosis?.code, jobOf(service, cat).progress.in_turn_with?.others]).toEqual([
    ...['waiting', 1]
  ]);
  service.steering.pause(whale);
  service.steering.pause(fox);
  expect(jobOf(service, cat).progress).not.toHaveProperty('in_turn_with');
});

test('a job that was drawn and is passed by another says by which, and takes no turns with it', async () => {
  const service = await testService();
  const cat = await submit(service, '%%sweep seed=1..200\na slow cat', { client: 'ann' });
  await begun(service, cat);
  const whale = await submit(service, '%%sweep seed=1..200\na slow whale', {
    client: 'bob',
    priority: 'high'
  });
  await begun(service, whale);
  const passed = await untilJob(service, cat, ({ diagnosis }) => diagnosis?.code === 'overtaken');
  expect(passed.diagnosis?.title).toMatch(/^“a slow whale” goes first(: drawing goes on in about \d+ s)?$/);
  expect(passed.progress).not.toHaveProperty('in_turn_with');
  expect(jobOf(service, whale).progress).not.toHaveProperty('in_turn_with');
  expect(jobOf(service, whale).diagnosis).toBeNull();
});

test('with another client’s job what is left doubles, bit by bit', async () => {
  const service = await testService({ env: { FAKE_STEP_MS: '20' } });
  // Its pace is known when the others come.
  await untilJob(service, await submit(service, '%%sweep seed=901..908\na boat', { client: 'ann' }));
  const id = await submit(service, '%%sweep seed=1..90\na cat', { client: 'ann' });
  const { number } = service.jobService.job(id);
  const { progress } = service.presenter['options'];
  await begun(service, id);
  const told: number[] = [];
  const computed: number[] = [];
  const leave = service.hub.subscribe(number, () => {
    const job = service.jobs.byNumber(number)!;
    const seconds = job.state === 'running' ? progress.expected(job) : null;
    if (seconds !== null) {
      computed.push(seconds);
      told.push(progress.told(job, true)!);
    }
  });
  await untilJob(service, id, ({ progress: { cells_done } }) => cells_done >= 10);
  const before = computed.at(-1)!;
  await submit(service, '%%sweep seed=101..190\na whale', { client: 'bob' });
  await untilJob(service, id, ({ progress: { cells_done } }) => cells_done >= 40);
  leave();
  const jumps = (of: number[]): number => Math.max(...of.slice(1).map((each, k) => Math.abs(each - of[k])));
  expect(Math.max(...computed)).toBeGreaterThan(before * 1.6);
  expect(jumps(computed)).toBeGreaterThan(before * 0.6);
  expect(jumps(told)).toBeLessThan(before * 0.4);
});

test.each([
  [{ done: 4, total: 9, name: 'a cat', others: 0 }, '正在画：4 / 9，与“a cat”轮流画', 'in turn with “a cat”'],
  [
    { done: 4, total: 9, name: 'a cat', others: 2 },
    '正在画：4 / 9，与“a cat”等 3 个任务轮流画',
    'and 2 more'
  ],
  [
    { done: 4, total: 9, name: '', others: 0 },
    '正在画：4 / 9，与另一个任务轮流画',
    'in turn with another job'
  ]
])('%j is told in both languages', (facts, zh, en) => {
  expect(sentence('phase_queued', facts, 'zh_CN').title).toBe(zh);
  expect(sentence('phase_sampling', facts, 'en').title).toContain(en);
});

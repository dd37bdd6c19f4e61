/** Who is drawn when: clients take turns, priorities go before, and nobody waits for a long job for longer than a lot. */
import type { Service } from '../service/service';
import { jobOf, modelsFolder, submit, testService, untilJob } from '../testing/test-service';

/** Names jobs and tells in which order their cells were given out. */
function witness(service: Service): { order: string[]; name(id: string, name: string): void } {
  const names = new Map<number, string>();
  const order: string[] = [];
  service.hub.subscribe(null, event => {
    if (event.type === 'cell' && event.cell.state === 'running') {
      order.push(names.get(event.job) ?? '?');
    }
  });
  return { order, name: (id, name) => names.set(service.jobService.job(id).number, name) };
}

/** Cells of one step, so that a lot of them is a batch's. */
const sweep = (seeds: string, more = ''): string => `%%sweep seed=${seeds} steps=1 ${more}\na boat`;
const slow = (seeds: string, more = ''): string => `%%sweep seed=${seeds} steps=2 ${more}\na slow boat`;

test('one picture of somebody else doesn’t wait for four hundred', async () => {
  const service = await testService();
  const { order, name } = witness(service);
  const long = await submit(service, slow('1..400'), { client: 'ann' });
  name(long, 'long');
  await untilJob(service, long, ({ progress }) => progress.cells_done >= 4);
  const one = await submit(service, slow('999'), { client: 'bob' });
  name(one, 'one');
  await untilJob(service, one);
  // What was given out before is finished first: two lots at most.
  expect(order.indexOf('one')).toBeLessThan(80);
  expect(jobOf(service, long).state).toBe('running');
});

test('clients of equal rights get equal shares, however much each submits', async () => {
  const service = await testService();
  const { order, name } = witness(service);
  service.steering.pauseAll();
  for (const [k, client] of ['ann', 'ann', 'ann', 'bob'].entries()) {
    name(await submit(service, sweep(`${k * 100 + 1}..${k * 100 + 96}`), { client }), client);
  }
  service.steering.resumeAll();
  await untilJob(service, service.jobs.open().find(({ client }) => client === 'bob')!.id);
  // Until the last of Bob's 96 went out, Ann had about as many of her 288.
  const ann = order.slice(0, order.lastIndexOf('bob')).filter(each => each === 'ann').length;
  expect([ann >= 64, ann <= 128]).toEqual([true, true]);
});

test('high goes before, low after all others, and a change of priority holds at once', async () => {
  const service = await testService();
  const { order, name } = witness(service);
  service.steering.pauseAll();
  const ids: Record<string, string> = {};
  for (const [k, priority] of (['low', 'normal', 'high'] as const).entries()) {
    ids[priority] = await submit(service, sweep(`${k * 10 + 1}..${k * 10 + 8}`), { priority });
    name(ids[priority], priority);
  }
  const raised = await submit(service, sweep('91..98'), { priority: 'low' });
  name(raised, 'raised');
  service.steering.setPriority(raised, 'high');
  expect(jobOf(service, raised).priority).toBe('high');
  service.steering.resumeAll();
  await untilJob(service, ids.low);
  const first = [...new Set(order)];
  expect(first).toEqual(['high', 'raised', 'normal', 'low']);
});

test('a job can be put before another of its client, and behind all', async () => {
  const service = await testService();
  const { order, name } = witness(service);
  service.steering.pauseAll();
  const ids: string[] = [];
  for (const [k, each] of ['a', 'b', 'c'].entries()) {
    ids.push(await submit(service, sweep(`${k * 10 + 1}..${k * 10 + 4}`)));
    name(ids[k], each);
  }
  service.steering.place(ids[2], ids[0]);
  service.steering.place(ids[0], null);
  service.steering.place(ids[1], ids[1]);
  service.steering.resumeAll();
  await untilJob(service, ids[0]);
  expect([...new Set(order)]).toEqual(['c', 'b', 'a']);
});

/** Positions of a job's cells in the order in which they were given out. */
function givenOrder(service: Service): number[] {
  const order: number[] = [];
  service.hub.subscribe(null, event => {
    if (event.type === 'cell' && event.cell.state === 'running') {
      order.push(event.cell.position);
    }
  });
  return order;
}

test('corners and the middle are drawn first, then what a grid shows, and before all what is wanted next', async () => {
  const service = await testService();
  const order = givenOrder(service);
  service.steering.pauseAll();
  const id = await submit(service, sweep('1..25', 'cfg=3,4,5'));
  service.steering.look(id, [30, 31, 32, 33]);
  service.steering.next(id, [60, 61]);
  service.steering.next(id, [40]);
  service.steering.resumeAll();
  await untilJob(service, id);
  expect(order.slice(0, 7)).toEqual([40, 60, 61, 30, 31, 32, 33]);
  const corners = order.slice(7, 12).sort((a, b) => a - b);
  const { cells } = jobOf(service, id);
  expect(new Set(corners.map(each => String(cells[each].index)))).toEqual(
    new Set(['0,0', '0,2', '12,1', '24,0', '24,2'])
  );
});

test('a cell that is wanted next brings its job before the others of its client', async () => {
  const service = await testService();
  const { order, name } = witness(service);
  service.steering.pauseAll();
  const [first, second] = [await submit(service, sweep('1..40')), await submit(service, sweep('101..140'))];
  name(first, 'first');
  name(second, 'second');
  service.steering.next(second, [7]);
  service.steering.resumeAll();
  await untilJob(service, first);
  expect(order[0]).toBe('second');
  // But for what fills the lot, the first goes on.
  expect(order.slice(0, 60).filter(each => each === 'first').length).toBeGreaterThan(20);
});

test('two jobs of two models take turns of some length, not a load for every lot', async () => {
  const service = await testService({ bundledFolders: [modelsFolder('one', 'two')] });
  const models: string[] = [];
  service.hub.subscribe(null, event => {
    if (event.type === 'cell' && event.cell.state === 'done') {
      models.push(event.cell.params.model);
    }
  });
  service.steering.pauseAll();
  const ids = [
    await submit(service, slow('1..60', 'model="one"'), { client: 'ann' }),
    await submit(service, slow('1..60', 'model="two"'), { client: 'bob' })
  ];
  service.steering.resumeAll();
  await Promise.all(ids.map(id => untilJob(service, id)));
  const changes = models.filter((each, k) => k > 0 && each !== models[k - 1]).length;
  expect([changes >= 1, changes < 12]).toEqual([true, true]);
});

test('a cell that is cancelled is not drawn, and its job goes on', async () => {
  const service = await testService();
  const id = await submit(service, slow('1..6'));
  await untilJob(service, id, ({ cells }) => cells.some(({ state }) => state === 'done'));
  const open = jobOf(service, id).cells.filter(({ state }) => state !== 'done');
  const [one] = open;
  service.steering.cancelCell(id, Number(one.id.split('-')[1]));
  const job = await untilJob(service, id);
  expect(job.state).toBe('done');
  expect(job.cells.filter(({ state }) => state === 'cancelled').map(each => each.id)).toEqual([one.id]);
  expect(() => service.steering.cancelCell(id, 0)).toThrow(expect.objectContaining({ code: 'job_over' }));
});

test('all but one job are cancelled at once', async () => {
  const service = await testService();
  const ids = [await submit(service, slow('1..9')), await submit(service, slow('11..19'))];
  const kept = await submit(service, slow('21..22'));
  expect((await service.steering.cancelAll({ except: kept })).map(({ id }) => id)).toEqual(ids);
  expect((await untilJob(service, kept)).state).toBe('done');
  expect(ids.map(id => jobOf(service, id).state)).toEqual(['cancelled', 'cancelled']);
});

test('a paused queue gives out nothing, also after a restart, and says so', async () => {
  const service = await testService();
  service.steering.pauseAll();
  const id = await submit(service, sweep('1'));
  const waiting = jobOf(service, id);
  expect([waiting.state, waiting.diagnosis?.code]).toEqual(['paused', 'queue_paused']);
  expect(service.jobs.paused).toBe(true);
  service.steering.resumeAll();
  expect(() => service.steering.resumeAll()).toThrow(expect.objectContaining({ code: 'queue_not_paused' }));
  expect((await untilJob(service, id)).state).toBe('done');
});

test('several engines share the work', async () => {
  const service = await testService({ engines: 2 });
  await untilJob(service, await submit(service, sweep('1')));
  const id = await submit(service, slow('11..60'));
  const used = new Set<string>();
  const job = await untilJob(service, id, ({ state }) => {
    service.pool.links.filter(link => link.state === 'drawing').forEach(({ name }) => used.add(name));
    return state === 'done';
  });
  expect([...used].sort()).toEqual(['cpu', 'cpu 2']);
  expect(job.cells.every(({ state }) => state === 'done')).toBe(true);
});

test('a hundred cells that can’t be drawn all end, and so do a hundred that are found', async () => {
  const poor = await testService({ availableMemory: () => 0 });
  jest.spyOn(poor.pool, 'bytes', 'get').mockReturnValue(0);
  const failed = await untilJob(poor, await submit(poor, sweep('1..100')));
  expect(failed.progress.cells_failed).toBe(100);
});

test('what one engine had goes to another when it can’t be begun again', async () => {
  const service = await testService({ engines: 2 });
  await untilJob(service, await submit(service, sweep('1')));
  const [first] = service.pool.links;
  const id = await submit(service, slow('11..30'));
  await untilJob(service, id, () => first.state === 'drawing');
  jest.spyOn(first, 'ready', 'get').mockReturnValue(false);
  first.restart();
  expect((await untilJob(service, id)).state).toBe('done');
});

test('a cell drawn again waits for its client’s turn, and a view is taken back when its job is over', async () => {
  const service = await testService();
  const { order, name } = witness(service);
  const done = await untilJob(service, await submit(service, sweep('1..20'), { client: 'ann' }));
  order.length = 0;
  service.steering.pauseAll();
  for (let k = 0; k < 20; k++) {
    service.steering.again(done.id, k);
  }
  const one = await submit(service, sweep('99'), { client: 'bob' });
  name(one, 'bob');
  service.steering.resumeAll();
  await untilJob(service, one);
  const waiting = jobOf(service, done.id).cells.filter(({ again }) => again?.state === 'waiting').length;
  expect([order, waiting > 10]).toEqual([['bob'], true]);
  service.steering.look(done.id, []);
  expect(() => service.steering.next(one, [0])).toThrow(expect.objectContaining({ code: 'job_over' }));
});

test('two grids of one job each have what they show drawn first, and one that is closed takes back its own alone', async () => {
  const service = await testService();
  service.steering.pauseAll();
  const id = await submit(service, '%%sweep seed=1..40\na boat');
  const { number } = service.jobService.job(id);
  const seen = (): readonly number[] => service.drawing.attention.seenOf(number);
  service.steering.look(id, [30, 31], 'one');
  service.steering.look(id, [10, 31], 'other');
  expect(seen()).toEqual([10, 31, 30]);
  service.steering.look(id, [], 'other');
  expect(seen()).toEqual([30, 31]);
  service.steering.look(id, [], 'one');
  expect(seen()).toEqual([]);
});

test('beside what goes before all others nobody is let in who came later', async () => {
  const service = await testService();
  const { order, name } = witness(service);
  const long = await submit(service, slow('1..48'), { client: 'ann' });
  name(long, 'long');
  const raised = await submit(service, slow('101..164'), { client: 'bob' });
  name(raised, 'raised');
  await untilJob(service, raised, ({ progress }) => progress.cells_done >= 4);
  service.steering.setPriority(raised, 'high');
  const later = await submit(service, slow('201..204'), { client: 'cid' });
  name(later, 'later');
  await untilJob(service, later);
  expect(order.lastIndexOf('raised')).toBeLessThan(order.indexOf('later'));
});

test('what is paused is finished where it was begun, and no engine begins more of it', async () => {
  const service = await testService();
  const id = await submit(service, slow('1..64', 'width=128 height=128'));
  await untilJob(service, id, ({ progress }) => progress.cells_done >= 1);
  service.steering.pause(id);
  const begun = service.drawing.underWay.ofJob(service.jobService.job(id).number);
  expect(begun.every(({ step, saving }) => step > 0 || saving)).toBe(true);
  const most = jobOf(service, id).progress.cells_done + begun.length;
  expect(jobOf(service, id).progress.title).toContain(
    begun.length > 0 ? `${begun.length} more being finished` : 'Paused'
  );
  await new Promise(resolve => setTimeout(resolve, 1500));
  const rested = jobOf(service, id);
  expect([rested.progress.cells_done <= most, rested.state]).toEqual([true, 'paused']);
  expect(service.drawing.underWay.size).toBe(0);
  service.steering.resume(id);
  const done = await untilJob(service, id);
  expect([done.state, done.progress.cells_done]).toEqual(['done', 64]);
});

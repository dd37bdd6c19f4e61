import type { IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import type { JobEvent } from '../../schema/wire';
import { jobOf, serveService, submit, testService, untilJob } from '../testing/test-service';

type Heard = { id: string | undefined; event: JobEvent };

/** Events of a stream until it ends, or until one satisfies `enough`. */
async function hear(
  reply: IncomingMessage,
  enough: (event: JobEvent) => boolean = () => false
): Promise<Heard[]> {
  const heard: Heard[] = [];
  let stop = false;
  const parser = createParser({
    onEvent: ({ id, data }) => {
      const event = JSON.parse(data) as JobEvent;
      heard.push({ id, event });
      stop ||= enough(event);
    }
  });
  for await (const chunk of reply) {
    parser.feed(String(chunk));
    if (stop) {
      reply.destroy();
      break;
    }
  }
  return heard;
}

test('a stream begins with a snapshot, tells every change with a rising id, and ends with done', async () => {
  const service = await testService();
  const client = await serveService(service);
  const id = await submit(service, '%%sweep seed=1..3\na slow boat');
  const reply = await client.open(`/v1/jobs/${id}/events`);
  expect(reply.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store'
  });
  const heard = await hear(reply);
  const types = heard.map(({ event }) => event.type);
  expect(types[0]).toBe('snapshot');
  expect(types.at(-1)).toBe('done');
  expect(types).toContain('step');
  const ids = heard.filter(({ event }) => 'seq' in event).map(({ id: each }) => Number(each));
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  const done = heard.flatMap(({ event }) =>
    event.type === 'cell' && event.cell.state === 'done' ? [event.cell.id] : []
  );
  expect(new Set(done).size).toBe(3);
});

test('a stream that broke goes on where it broke, without a snapshot', async () => {
  const service = await testService();
  const client = await serveService(service);
  const id = await submit(service, '%%sweep seed=1..4\na slow boat');
  const first = await hear(
    await client.open(`/v1/jobs/${id}/events`),
    event => event.type === 'cell' && event.cell.state === 'done'
  );
  const last = first.filter(({ event }) => 'seq' in event).at(-1)!;
  await untilJob(service, id);
  const rest = await hear(await client.open(`/v1/jobs/${id}/events`, { 'last-event-id': last.id! }));
  expect(rest.map(({ event }) => event.type)).not.toContain('snapshot');
  const after = new Map<string, string>();
  for (const { event } of [...first, ...rest]) {
    if (event.type === 'snapshot') {
      event.job.cells.forEach(cell => after.set(cell.id, cell.state));
    } else if (event.type === 'cell') {
      after.set(event.cell.id, event.cell.state);
    }
  }
  expect([...after.values()]).toEqual(jobOf(service, id).cells.map(({ state }) => state));
});

test('an id from another life of the service gets a snapshot', async () => {
  const service = await testService();
  const client = await serveService(service);
  const id = await submit(service, '%%sweep seed=1\na boat');
  await untilJob(service, id);
  for (const seen of ['999999', 'nonsense', '-3']) {
    const heard = await hear(await client.open(`/v1/jobs/${id}/events`, { 'last-event-id': seen }));
    expect(heard.map(({ event }) => event.type)).toEqual(['snapshot', 'done']);
  }
});

test('the stream of all jobs tells of each, and of its end', async () => {
  const service = await testService();
  const client = await serveService(service);
  const reply = await client.open('/v1/events');
  const ids = [
    await submit(service, '%%sweep seed=1..2\na boat'),
    await submit(service, '%%sweep seed=3\na tree')
  ];
  const over = new Set<string>();
  const heard = await hear(reply, event => {
    if (event.type === 'job' && event.job.state === 'done') {
      over.add(event.job.id);
    }
    return over.size === 2;
  });
  expect([...over].sort()).toEqual([...ids].sort());
  expect(heard.every(({ event }) => event.type === 'job')).toBe(true);
});

test('the stream of all jobs tells of a mark in every job that shows the picture, also of those that are over', async () => {
  const service = await testService();
  const client = await serveService(service);
  const first = await untilJob(service, await submit(service, '%%sweep seed=1..2\na boat'));
  const second = await untilJob(service, await submit(service, '%%sweep seed=2\na boat'));
  const reply = await client.open('/v1/events');
  const told: JobEvent[] = [];
  const hearing = hear(reply, event => event.type === 'mark' && told.push(event) === 2);
  await service.jobService.mark(first.cells[1].id, { tags: ['hands'] });
  await hearing;
  const mark = { rating: null, flag: null, tags: ['hands'] };
  expect(told).toEqual([
    { type: 'mark', seq: jobOf(service, first.id).seq, job: first.id, cell: first.cells[1].id, mark },
    { type: 'mark', seq: jobOf(service, second.id).seq, job: second.id, cell: second.cells[0].id, mark }
  ]);
});

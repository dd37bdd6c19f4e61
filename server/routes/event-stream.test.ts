/** What streams cost: one computation however many listen, and no memory for a reader that doesn't read. */
import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { createParser } from 'eventsource-parser';
import { setTimeout as pause } from 'node:timers/promises';
import type { JobEvent } from '../../schema/wire';
import { type Client, serveService, submit, testService, untilJob } from '../testing/test-service';
import { EventStream } from './event-stream';

const requests: EventEmitter[] = [];
afterEach(() => requests.splice(0).forEach(req => req.emit('close')));

/** A stream whose reader takes nothing until `take` is called. */
function unread(): { stream: EventStream; waiting(): number; take(): void; isCut(): boolean } {
  const state = { waiting: 0, cut: false };
  const res = Object.assign(new EventEmitter(), {
    writeHead: () => undefined,
    flushHeaders: () => undefined,
    write: (bytes: Buffer) => (state.waiting += bytes.length),
    destroy: () => (state.cut = true)
  });
  Object.defineProperty(res, 'writableLength', { get: () => state.waiting });
  Object.defineProperty(res, 'destroyed', { get: () => state.cut });
  const req = new EventEmitter();
  requests.push(req);
  const take = (): void => {
    state.waiting = 0;
    res.emit('drain');
  };
  const stream = new EventStream(req as unknown as Request, res as unknown as Response);
  return { stream, take, waiting: () => state.waiting, isCut: () => state.cut };
}

test('a reader that takes nothing for long is cut off and its line closed, one that is slow is not', () => {
  jest.useFakeTimers();
  const [slow, still] = [unread(), unread()];
  let closed = 0;
  still.stream.onClose(() => closed++);
  const large = { bytes: Buffer.alloc(20_000_000), seq: 1 };
  [slow, still].forEach(({ stream }) => stream.send(large));
  for (let k = 0; k < 20; k++) {
    jest.advanceTimersByTime(15_000);
    slow.take();
    slow.stream.send(large);
  }
  jest.useRealTimers();
  expect([still.isCut(), closed, slow.isCut()]).toEqual([true, 1, false]);
});

/** What a reader hears that reads nothing until it is told to. */
async function lateReader(
  client: Client,
  path: string,
  headers: Record<string, string> = {}
): Promise<{ read(): Promise<JobEvent[]> }> {
  const reply = await client.open(path, headers);
  reply.pause();
  const read = async (): Promise<JobEvent[]> => {
    const events: JobEvent[] = [];
    const parser = createParser({ onEvent: ({ data }) => events.push(JSON.parse(data) as JobEvent) });
    const decoder = new TextDecoder();
    for await (const chunk of reply) {
      parser.feed(decoder.decode(chunk as Buffer, { stream: true }));
    }
    return events;
  };
  return { read };
}

const LARGE = `%%sweep limit=5000 seed=1..3000\n${'a boat on the sea, '.repeat(200)}`;

test('whoever comes back to a job of which thousands of cells have changed is told how it stands', async () => {
  const service = await testService();
  const client = await serveService(service);
  service.steering.pauseAll();
  const id = await submit(service, LARGE);
  await service.steering.cancel(id);
  const { read } = await lateReader(client, `/v1/jobs/${id}/events`, { 'last-event-id': '1' });
  const [first, last, ...more] = await read();
  expect(more).toEqual([]);
  expect(last).toMatchObject({ type: 'done', state: 'cancelled' });
  const cells = first.type === 'snapshot' ? first.job.cells : [];
  expect([cells.length, cells.filter(({ state }) => state !== 'cancelled')]).toEqual([3000, []]);
});

test('a reader that is behind costs no memory and sees at last what became of every cell', async () => {
  const service = await testService();
  const client = await serveService(service);
  service.steering.pauseAll();
  const id = await submit(service, LARGE);
  const { read } = await lateReader(client, `/v1/jobs/${id}/events`);
  const worded = jest.spyOn(service.presenter, 'cell');
  await service.steering.cancel(id);
  expect(worded.mock.calls.length).toBeLessThan(1500);
  const states = new Map<string, string>();
  const events = await read();
  for (const event of events) {
    const cells = event.type === 'snapshot' ? event.job.cells : event.type === 'cell' ? [event.cell] : [];
    cells.forEach(cell => states.set(cell.id, cell.state));
  }
  expect([states.size, new Set(states.values())]).toEqual([3000, new Set(['cancelled'])]);
  expect(events.at(-1)).toMatchObject({ type: 'done', state: 'cancelled' });
});

test('the list is told of every open job, however many and large they are', async () => {
  const service = await testService();
  const client = await serveService(service);
  service.steering.pauseAll();
  const axis = Array.from({ length: 60 }, (_, k) => `"${'a long prompt '.repeat(20)}${k}"`).join(',');
  const ids: string[] = [];
  for (let k = 0; k < 60; k++) {
    ids.push(await submit(service, `%%sweep seed=${k} prompt=${axis}\n`));
  }
  const reply = await client.open('/v1/events');
  const told = new Set<string>();
  const parser = createParser({
    onEvent: ({ data }) => void told.add((JSON.parse(data) as { job: { id: string } }).job.id)
  });
  const decoder = new TextDecoder();
  for await (const chunk of reply) {
    parser.feed(decoder.decode(chunk as Buffer, { stream: true }));
    if (told.size === ids.length) {
      break;
    }
  }
  expect(told).toEqual(new Set(ids));
});

test('a reader for whom words fail is sent away to come back, and the others hear on', async () => {
  const service = await testService();
  const client = await serveService(service);
  service.steering.pauseAll();
  const id = await submit(service, '%%sweep seed=1\na boat');
  const [one, list] = await Promise.all([client.open(`/v1/jobs/${id}/events`), client.open('/v1/events')]);
  const ends = [one, list].map(reply => new Promise(done => reply.resume().on('close', done)));
  await pause(50);
  const fails = jest.spyOn(service.jobs, 'byNumber').mockImplementation(() => {
    throw new Error('the disk could not be read');
  });
  service.hub.publish({ type: 'diagnosis', job: 1, seq: 5 });
  await Promise.all(ends);
  fails.mockRestore();
  const again = await client.open('/v1/events');
  service.steering.resumeAll();
  const heard = new Promise<string>(done => {
    let text = '';
    again.on('data', chunk => (text += String(chunk)).includes('"state":"done"') && done(text));
  });
  expect(await heard).toContain(id);
});

test('an event costs the same for thirty readers as for one', async () => {
  const service = await testService();
  const client = await serveService(service);
  service.steering.pauseAll();
  const id = await submit(service, '%%sweep seed=1..3\na boat');
  const replies = await Promise.all(Array.from({ length: 30 }, () => client.open(`/v1/jobs/${id}/events`)));
  const ends = replies.map(reply => new Promise(done => reply.resume().on('end', done)));
  let events = 0;
  service.hub.subscribe(null, ({ type }) => (events += type === 'cell' ? 1 : 0));
  const worded = jest.spyOn(service.presenter, 'cell');
  service.steering.resumeAll();
  await Promise.all(ends);
  expect(events).toBeGreaterThan(5);
  expect(worded).toHaveBeenCalledTimes(events);
});

test('previews are made for those alone who want them', async () => {
  const service = await testService();
  const client = await serveService(service);
  service.steering.pauseAll();
  const id = await submit(service, '%%sweep seed=1\na boat');
  const { number } = service.jobService.job(id);
  const text = await client.open(`/v1/jobs/${id}/events?previews=no`);
  expect(service.hub.watched(number)).toBe(false);
  const grid = await client.open(`/v1/jobs/${id}/events`);
  expect(service.hub.watched(number)).toBe(true);
  [text, grid].forEach(reply => reply.resume());
  service.steering.resumeAll();
  await untilJob(service, id);
  const odd = await client.send('GET', `/v1/jobs/${id}/events?previews=maybe`);
  expect(odd.status).toBe(400);
});

/** What streams cost: one computation however many listen, and no memory for a reader that doesn't read. */
import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { serveService, submit, testService, untilJob } from '../testing/test-service';
import { EventStream } from './event-stream';

const requests: EventEmitter[] = [];
afterEach(() => requests.splice(0).forEach(req => req.emit('close')));

/** A stream whose reader takes nothing: whatever is written waits. */
function unread(): { stream: EventStream; written: Buffer[]; isCut: () => boolean } {
  const written: Buffer[] = [];
  let cut = false;
  const res = {
    writeHead: () => undefined,
    flushHeaders: () => undefined,
    write: (bytes: Buffer) => written.push(bytes),
    destroy: () => (cut = true),
    get writableLength() {
      return written.reduce((sum, { length }) => sum + length, 0);
    },
    get destroyed() {
      return cut;
    }
  };
  const req = new EventEmitter();
  const stream = new EventStream(req as unknown as Request, res as unknown as Response);
  requests.push(req);
  return { stream, written, isCut: () => cut };
}

const moment = { bytes: Buffer.alloc(1000), moment: true };
const cell = { bytes: Buffer.from('cell'), moment: false };

test('a reader that is behind misses steps and previews, and no cell', () => {
  const { stream, written } = unread();
  for (let k = 0; k < 1000; k++) {
    stream.send(moment);
    stream.send(cell);
  }
  expect(written.filter(each => each === moment.bytes).length).toBeLessThan(70);
  expect(written.filter(each => each === cell.bytes)).toHaveLength(1000);
});

test('a reader that takes nothing at all is cut off, however large its first event was, and its line is closed', () => {
  const { stream, written, isCut } = unread();
  let closed = 0;
  stream.onClose(() => closed++);
  const snapshot = { bytes: Buffer.alloc(20_000_000), moment: false };
  stream.send(snapshot);
  for (let k = 0; k < 2000 && !isCut(); k++) {
    stream.send({ bytes: Buffer.alloc(10_000), moment: false });
  }
  const bytes = written.reduce((sum, { length }) => sum + length, 0);
  expect([isCut(), closed, bytes < snapshot.bytes.length + 5_000_000]).toEqual([true, 1, true]);
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

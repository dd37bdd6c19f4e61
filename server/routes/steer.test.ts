/** Steering over HTTP: what is done, and what is refused by name with nothing changed. */
import type { Health, JobReply, JobsReply } from '../../schema/wire';
import { type Client, serveService, submit, testService, untilJob } from '../testing/test-service';
import type { Service } from '../service/service';

let service: Service;
let client: Client;
let id: string;

beforeEach(async () => {
  service = await testService();
  client = await serveService(service);
  service.steering.pauseAll();
  id = await submit(service, '%%sweep seed=1..4\na boat');
});

const codeOf = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {}
): Promise<[number, string]> => {
  const { status, json } = await client.send(method, path, { body, headers });
  return [status, (json as { error: { code: string } } | null)?.error?.code ?? ''];
};

test('a submit names its client and its priority, and may take the place of what its client has waiting', async () => {
  const post = async (body: object, headers = {}): Promise<JobReply['job']> =>
    ((await client.send('POST', '/v1/jobs', { body, headers })).json as JobReply).job;
  const text = '%%sweep seed=9\na tree';
  const mine = await post({ text, priority: 'high' }, { 'x-client': 'sweep.ipynb #12ab' });
  expect([mine.client, mine.priority]).toEqual(['sweep.ipynb #12ab', 'high']);
  const next = await post(
    { text: text.replace('9', '8'), replace: true },
    { 'x-client': 'sweep.ipynb #12ab' }
  );
  const states = [mine.id, next.id, id].map(each => service.jobService.job(each).state);
  expect(states).toEqual(['cancelled', 'queued', 'queued']);
});

test.each<[string, string, string, unknown, [number, string]]>([
  ['an unknown priority', 'PATCH', '', { priority: 'urgent' }, [400, 'bad_request']],
  ['a change of nothing', 'PATCH', '', {}, [400, 'nothing_to_change']],
  ['a place before a job that isn’t there', 'PATCH', '', { before: 'nobody' }, [404, 'not_found']],
  ['a view of a cell that isn’t there', 'PUT', '/view', { cells: [0, 4] }, [400, 'cell_out_of_range']],
  ['a negative cell', 'PUT', '/view', { cells: [-1] }, [400, 'bad_request']],
  ['a view of a million cells', 'PUT', '/view', { cells: Array(501).fill(0) }, [400, 'bad_request']],
  ['a next cell that isn’t there', 'POST', '/next', { cells: [99] }, [400, 'cell_out_of_range']],
  ['a cell of no number', 'POST', '/cells/one/cancel', {}, [404, 'not_found']],
  ['a cell out of range', 'POST', '/cells/4/cancel', {}, [400, 'cell_out_of_range']],
  ['drawing again what isn’t drawn', 'POST', '/cells/0/again', {}, [409, 'cell_not_done']],
  ['retrying a cell that waits', 'POST', '/cells/0/retry', {}, [409, 'cell_not_missing']],
  ['retrying a cell that isn’t there', 'POST', '/cells/4/retry', {}, [400, 'cell_out_of_range']],
  ['resuming a job that isn’t paused', 'POST', '/resume', {}, [409, 'job_not_paused']],
  ['retrying a job that isn’t over', 'POST', '/retry', {}, [409, 'nothing_failed']]
])('%s is refused', async (_, method, path, body, expected) => {
  const before = service.jobService.job(id);
  expect(await codeOf(method, `/v1/jobs/${id}${path}`, body)).toEqual(expected);
  expect(service.jobService.job(id)).toEqual(before);
});

test('a client’s id of ten thousand characters is refused', async () => {
  const refused = await codeOf('POST', '/v1/jobs', { text: 'x' }, { 'x-client': 'x'.repeat(10_000) });
  expect(refused).toEqual([400, 'client_invalid']);
});

test('of a job that is over nothing is steered', async () => {
  service.steering.resumeAll();
  await untilJob(service, id);
  for (const [method, path, body] of [
    ['PATCH', '', { priority: 'high' }],
    ['PUT', '/view', { cells: [0] }],
    ['POST', '/next', { cells: [0] }],
    ['POST', '/pause', {}],
    ['POST', '/cells/0/cancel', {}]
  ] as const) {
    expect(await codeOf(method, `/v1/jobs/${id}${path}`, body)).toEqual([409, 'job_over']);
  }
  expect(await codeOf('POST', '/v1/queue/resume', {})).toEqual([409, 'queue_not_paused']);
});

test('the queue is paused, resumed and cleared but for one', async () => {
  const other = await submit(service, '%%sweep seed=7\na boat');
  expect((await client.send('POST', '/v1/queue/pause', { body: {} })).status).toBe(204);
  const { json } = await client.send('POST', '/v1/queue/cancel', { body: { except: other } });
  expect(json).toEqual({ cancelled: [id] });
  expect((await client.send('POST', '/v1/queue/resume', { body: {} })).status).toBe(204);
  expect((await untilJob(service, other)).state).toBe('done');
});

test('one cancelled cell is retried by itself, and the others stay cancelled', async () => {
  await client.send('POST', `/v1/jobs/${id}/cancel`, { body: {} });
  service.steering.resumeAll();
  const { status, json } = await client.send('POST', `/v1/jobs/${id}/cells/2/retry`, { body: {} });
  expect([status, (json as JobReply).job.state]).toEqual([200, 'queued']);
  const { state, cells } = await untilJob(service, id);
  expect(cells.map(each => each.state)).toEqual(['cancelled', 'cancelled', 'done', 'cancelled']);
  expect(state).toBe('done');
  expect(await codeOf('POST', `/v1/jobs/${id}/cells/2/retry`, {})).toEqual([409, 'cell_not_missing']);
});

test('a client has at most a thousand jobs open', async () => {
  jest.spyOn(service.jobs, 'countOpen').mockReturnValue(1000);
  expect(await codeOf('POST', '/v1/jobs', { text: 'a boat' })).toEqual([429, 'too_many_jobs']);
});

test('a list of jobs says whether everything is paused, and so does the service, once nothing is under way', async () => {
  const paused = async (): Promise<unknown> => {
    const { json } = await client.send('GET', '/v1/jobs?limit=1');
    const { state, code } = (await client.send('GET', '/health/ready')).json as Health;
    return [(json as JobsReply).paused, state, code];
  };
  expect(await paused()).toEqual([true, 'ready', 'queue_paused']);
  service.steering.resumeAll();
  await untilJob(service, id);
  expect(await paused()).toEqual([false, 'ready', 'health_ready']);
});

test('a job placed before another has the smaller rank', async () => {
  const other = await submit(service, '%%sweep seed=7\na boat');
  const { json } = await client.send('PATCH', `/v1/jobs/${other}`, { body: { before: id } });
  const first = (await client.send('GET', `/v1/jobs/${id}`)).json as JobReply;
  expect((json as JobReply).job.rank).toBeLessThan(first.job.rank);
});

test('jobs that are put in another order again and again are told with the ranks that they have', async () => {
  const service = await testService();
  service.steering.pauseAll();
  const ids: string[] = [];
  for (let seed = 1; seed <= 4; seed++) {
    ids.push(await submit(service, `%%sweep seed=${seed}\na boat`));
  }
  const told = new Map(ids.map(id => [service.jobService.job(id).number, service.jobService.job(id).rank]));
  service.hub.subscribe(null, ({ job }) => void told.set(job, service.jobs.byNumber(job)!.rank));
  for (let k = 0; k < 120; k++) {
    // Each time between two that lie closer together.
    service.steering.place(ids[2 + (k % 2)], ids[1]);
  }
  expect(told).toEqual(new Map(service.jobs.queue().map(({ number, rank }) => [number, rank])));
  expect(service.jobs.queue().map(({ number }) => number)).toEqual([1, 3, 4, 2]);
});

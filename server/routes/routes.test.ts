import type { ExportsReply, Job, JobReply, JobsReply, ModelsReply, Plan } from '../../schema/wire';
import type { SweepPayload } from '../../schema/payload';
import { THUMBNAIL_BYTES_MAX } from '../../schema/payload';
import { recipeOf } from '../images/encode';
import { pngTexts } from '../images/png-text';
import { sharp } from '../images/sharp';
import {
  type Client,
  jobOf,
  modelsFolder,
  serveService,
  submit,
  testService,
  untilJob
} from '../testing/test-service';
import type { Service } from '../service/service';

const text = (words: string): { text: string } => ({ text: words });
const error = (json: unknown): Record<string, unknown> => (json as { error: Record<string, unknown> }).error;

async function open(over: 'port' | 'socket' = 'port'): Promise<{ service: Service; client: Client }> {
  const service = await testService();
  return { service, client: await serveService(service, over) };
}

describe.each(['port', 'socket'] as const)('over a %s', over => {
  test('a sweep is priced, accepted, drawn and fetched', async () => {
    const { service, client } = await open(over);
    const plan = (await client.send('POST', '/v1/plan', { body: text('%%sweep seed=1..2 cfg=3,5\na boat') }))
      .json as Plan;
    expect(plan).toMatchObject({ cells: 4, cached: 0, unet_evals: { naive: 32 } });
    const accepted = await client.send('POST', '/v1/jobs', {
      body: text('%%sweep seed=1..2 cfg=3,5\na boat')
    });
    expect(accepted.status).toBe(202);
    const { id } = (accepted.json as JobReply).job;
    await untilJob(service, id);
    const { job } = (await client.send('GET', `/v1/jobs/${id}`)).json as JobReply;
    const image = await client.send('GET', `/v1/images/${job.cells[0].image}`);
    expect(image.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': expect.stringContaining('immutable')
    });
    expect(await sharp(image.body).metadata()).toMatchObject({ format: 'png', width: 64, height: 64 });
    const small = await client.send('GET', `/v1/images/${job.cells[0].image}?format=webp&max=32`);
    expect(await sharp(small.body).metadata()).toMatchObject({ format: 'webp', width: 32 });
    const recipe = (await client.send('GET', `/v1/images/${job.cells[0].image}/recipe`)).json;
    expect(recipe).toMatchObject({
      params: job.cells[0].params,
      origins: { steps: 'model', cfg_scale: 'user' },
      infotext: expect.stringMatching(
        /^a boat\nSteps: 4, Sampler: Euler, Schedule type: Normal, CFG scale: 3, Seed: 1, Size: 64x64/
      )
    });
  });
});

test('the same idempotency key is the same job; another request under it is refused', async () => {
  const { client } = await open();
  const post = (words: string, key: string): ReturnType<Client['send']> =>
    client.send('POST', '/v1/jobs', { body: text(words), headers: { 'idempotency-key': key } });
  const [first, again] = await Promise.all([
    post('%%sweep seed=1\na', 'k1'),
    post('%%sweep seed=1\na', 'k1')
  ]);
  expect((again.json as JobReply).job.id).toBe((first.json as JobReply).job.id);
  const other = await post('%%sweep seed=2\na', 'k1');
  expect(other.status).toBe(409);
  expect(error(other.json).code).toBe('idempotency_conflict');
  expect((await post('%%sweep seed=2\na', 'k2')).status).toBe(202);
});

test.each([
  ['POST', '/v1/plan', text('%%sweep cgf=3\na'), 400, 'unknown_parameter'],
  [
    'POST',
    '/v1/jobs',
    text('%%sweep model="nobody"\na'),
    400,
    expect.stringMatching(/model_missing|unknown_choice/)
  ],
  ['POST', '/v1/jobs', text('%%sweep seed=1..10000\na'), 400, 'too_many_cells'],
  ['POST', '/v1/jobs', { text: 1 }, 400, 'bad_request'],
  ['POST', '/v1/jobs', { prompt: 'a cat' }, 400, 'no_sweep'],
  ['POST', '/v1/plan', { text: 'a', spec: {} }, 400, 'no_sweep'],
  ['POST', '/v1/jobs', { text: 'a', extra: 1 }, 400, 'bad_request'],
  ['POST', '/v1/jobs', '{"text":', 400, 'bad_request'],
  ['GET', '/v1/jobs/nobody', undefined, 404, 'not_found'],
  ['GET', '/v1/jobs/nobody/events', undefined, 404, 'not_found'],
  ['GET', '/v1/jobs/nobody/payload', undefined, 404, 'not_found'],
  ['POST', '/v1/jobs/nobody/cancel', undefined, 404, 'not_found'],
  ['DELETE', '/v1/jobs/nobody', undefined, 404, 'not_found'],
  ['PUT', '/v1/cells/nobody/mark', { flag: 'pick' }, 404, 'not_found'],
  ['PUT', '/v1/cells/nobody/mark', { rating: 9 }, 400, 'bad_request'],
  ['GET', '/v1/images/..%2f..%2fetc%2fpasswd', undefined, 404, 'not_found'],
  ['GET', `/v1/images/${'0'.repeat(64)}`, undefined, 404, 'not_found'],
  ['GET', '/v1/images/%00', undefined, 404, 'not_found'],
  ['GET', '/v1/images/%ff', undefined, 400, 'bad_request'],
  ['GET', `/v1/images/${'0'.repeat(64)}?format=svg`, undefined, 400, 'bad_request'],
  ['GET', `/v1/images/${'0'.repeat(64)}?max=1e9`, undefined, 400, 'bad_request'],
  ['GET', '/v1/jobs?limit=0', undefined, 400, 'bad_request'],
  ['GET', '/v2/nothing', undefined, 404, 'not_found']
])('%s %s with %j is answered %i', async (method, path, body, status, code) => {
  const { client } = await open();
  const reply = await client.send(method, path, { body });
  expect({ status: reply.status, code: error(reply.json).code }).toEqual({ status, code });
  expect(error(reply.json).message).toMatch(/[.?]$/);
});

test.each([
  [{ text: 1 }, 'text: Invalid type: Expected string but received 1'],
  [{ text: 'a', extra: 1 }, 'Unrecognized key: "extra"'],
  [{ spec: { base: [], axes: [] } }, 'spec.base: Invalid type: Expected Object but received Array'],
  [{ spec: { base: {}, axes: [{ foo: 1 }] } }, 'spec.axes.0: Unrecognized key: "foo"'],
  [
    { spec: { base: {}, axes: [{ param: 'seed', values: [] }] } },
    'spec.axes.0.values: Invalid length: Expected >=1 but received 0'
  ],
  [
    { spec: { base: {}, axes: [{ params: ['a', 'b'], values: [1] }] } },
    'spec.axes.0.values.0: Invalid type: Expected Array but received 1'
  ],
  [{ spec: { base: {}, axes: [], limit: 'x'.repeat(1000) } }, /^spec\.limit: .{200}…$/]
])('%j says what is wrong and where', async (body, reason) => {
  const { client } = await open();
  const { facts } = error((await client.send('POST', '/v1/plan', { body })).json);
  expect(facts).toEqual({
    reason: typeof reason === 'string' ? reason : expect.stringMatching(reason)
  });
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a body of type %s is refused',
  async type => {
    const { client } = await open();
    const reply = await client.send('POST', '/v1/jobs', {
      body: '{"text":"a"}',
      headers: { 'content-type': type }
    });
    expect(reply.status).toBe(415);
  }
);

test('a body larger than any sweep is refused', async () => {
  const { client } = await open();
  expect((await client.send('POST', '/v1/plan', { body: text('a'.repeat(7_000_000)) })).status).toBe(413);
});

test('an error names its place, in the language asked for', async () => {
  const { client } = await open();
  const ask = async (language: string): Promise<Record<string, unknown>> =>
    error(
      (
        await client.send('POST', '/v1/plan', {
          body: text('%%sweep cfg=seven\na'),
          headers: { 'accept-language': language }
        })
      ).json
    );
  expect(await ask('en')).toMatchObject({
    message: '"seven" is not a number; cfg_scale takes numbers from 1 to 30.'
  });
  expect(await ask('zh-CN,zh;q=0.9')).toMatchObject({
    message: expect.stringContaining('不是数字'),
    where: { line: 1, column: 13, length: 5 }
  });
});

test('jobs are listed newest first, page by page, known by their pictures', async () => {
  const { service, client } = await open();
  const ids: string[] = [];
  for (const seed of [1, 2, 3]) {
    ids.unshift(await submit(service, `%%sweep seed=${seed}\na`));
  }
  await untilJob(service, ids[0]);
  const first = (await client.send('GET', '/v1/jobs?limit=2')).json as JobsReply;
  const rest = (await client.send('GET', `/v1/jobs?limit=2&cursor=${first.cursor}`)).json as JobsReply;
  expect([...first.jobs, ...rest.jobs].map(({ id }) => id)).toEqual(ids);
  expect(rest.cursor).toBeNull();
  expect(first.jobs[0]).not.toHaveProperty('cells');
  expect(first.jobs[0].thumbnails).toEqual([jobOf(service, ids[0]).cells[0].image]);
});

test('what a job’s state forbids is a conflict', async () => {
  const { service, client } = await open();
  const id = await submit(service, '%%sweep seed=1..3\na slow boat');
  const status = async (method: string, path: string): Promise<number> =>
    (await client.send(method, path)).status;
  expect(await status('DELETE', `/v1/jobs/${id}`)).toBe(409);
  expect(await status('POST', `/v1/jobs/${id}/resume`)).toBe(409);
  expect(await status('POST', `/v1/jobs/${id}/retry`)).toBe(409);
  expect(await status('POST', `/v1/jobs/${id}/cancel`)).toBe(200);
  expect(await status('POST', `/v1/jobs/${id}/cancel`)).toBe(200);
  expect(await status('POST', `/v1/jobs/${id}/pause`)).toBe(409);
  expect(await status('DELETE', `/v1/jobs/${id}`)).toBe(204);
  expect(await status('GET', `/v1/jobs/${id}`)).toBe(404);
});

test('the payload holds a grid to show without the service, within its limits', async () => {
  const { service, client } = await open();
  const id = await submit(service, '%%sweep seed=1..3\na boat');
  const job = await untilJob(service, id);
  await service.jobService.mark(job.cells[0].id, { flag: 'pick' });
  const payload = (await client.send('GET', `/v1/jobs/${id}/payload`)).json as SweepPayload;
  expect(payload).toMatchObject({
    version: 1,
    job: id,
    state: 'done',
    layout: { x: 'seed' },
    summary: { drawn: 3, cached: 0, failed: 0 }
  });
  expect(payload.cells[0].mark?.flag).toBe('pick');
  for (const { thumbnail } of payload.cells) {
    expect(Buffer.from(thumbnail!, 'base64').length).toBeLessThanOrEqual(THUMBNAIL_BYTES_MAX);
  }
  expect(JSON.stringify(payload)).not.toMatch(/http:|token|\/tmp\//);
});

test('the contact sheet is a PNG in either language', async () => {
  const { service, client } = await open();
  const id = await submit(service, '%%sweep seed=1..3 steps=2,4\na boat');
  await untilJob(service, id);
  const [en, zh] = await Promise.all(
    ['en', 'zh'].map(language =>
      client.send('GET', `/v1/jobs/${id}/export?format=png`, { headers: { 'accept-language': language } })
    )
  );
  expect((await sharp(en.body).metadata()).format).toBe('png');
  expect(en.body.equals(zh.body)).toBe(false);
});

test('a sweep is exported in every format that is offered, under a name and type of its own', async () => {
  const { service, client } = await open();
  const id = await submit(service, '%%sweep seed=1,2\na boat');
  await untilJob(service, id);
  const offered = (await client.send('GET', '/v1/exports')).json as ExportsReply;
  expect(offered.exports.map(({ format, title }) => [format, title])).toEqual([
    ['png', 'Contact sheet'],
    ['json', 'All data of the job']
  ]);
  for (const { format, media_type } of offered.exports) {
    const { status, headers, body } = await client.send('GET', `/v1/jobs/${id}/export?format=${format}`);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(media_type);
    expect(headers['content-disposition']).toBe(`inline; filename="sweep-${id}.${format}"`);
    expect(body.length).toBeGreaterThan(0);
  }
  const data = (await client.send('GET', `/v1/jobs/${id}/export?format=json`)).json as Job;
  expect(data.cells.map(({ params }) => params.seed)).toEqual([1, 2]);
});

test.each([
  ['en', 'A sweep can\'t be exported as "jsn". Did you mean json?', 'There are png, json.'],
  ['zh', '扫描不能导出为 “jsn”。是 json 吗？', '有 png、json。']
])('a format there is not is refused with those there are, in %s', async (language, message, hint) => {
  const { service, client } = await open();
  const id = await submit(service, '%%sweep seed=1\na boat');
  const refused = await client.send('GET', `/v1/jobs/${id}/export?format=jsn`, {
    headers: { 'accept-language': language }
  });
  expect(refused.status).toBe(400);
  expect(error(refused.json)).toMatchObject({ code: 'export_unknown', message, hint });
});

test('models say what they are and why some can’t be used', async () => {
  const folder = modelsFolder('good', 'broken');
  const service = await testService({ bundledFolders: [folder] });
  const client = await serveService(service);
  const { models, default_model } = (await client.send('GET', '/v1/models')).json as ModelsReply;
  expect(default_model).toBe('good');
  expect(models.find(({ name }) => name === 'broken')).toMatchObject({
    usable: false,
    problem: expect.stringContaining('damaged')
  });
  expect(JSON.stringify(models)).not.toContain(folder);
});

test('health says what is so', async () => {
  const { service, client } = await open();
  await service.registry.list();
  expect((await client.send('GET', '/health/ready')).json).toMatchObject({
    state: 'ready',
    device: 'fake',
    worker: { alive: true }
  });
  expect((await client.send('GET', '/health/progress')).json).toMatchObject({ state: 'idle' });
  const id = await submit(service, '%%sweep seed=1..3\na slow boat');
  await untilJob(service, id, ({ progress }) => progress.fraction > 0.1);
  expect((await client.send('GET', '/health/ready')).json).toMatchObject({
    state: 'busy',
    message: expect.stringMatching(/^Drawing: \d of 3/)
  });
  expect((await client.send('GET', '/health/progress')).json).toMatchObject({
    state: 'ok',
    phase: 'sampling'
  });
});

test('submitting answers before anything is drawn', async () => {
  const { service, client } = await open();
  await service.registry.list();
  const before = performance.now();
  const { job } = (await client.send('POST', '/v1/jobs', { body: text('%%sweep seed=1..64\na slow boat') }))
    .json as { job: Job };
  expect(performance.now() - before).toBeLessThan(1000);
  expect(job.progress.cells_done).toBe(0);
});

test('nobody is answered before the service has started, but for whether it lives', async () => {
  const service = await testService();
  const client = await serveService(service);
  service.started = false;
  expect(await client.send('GET', '/health/live')).toMatchObject({ status: 200 });
  const refused = await client.send('GET', '/v1/jobs');
  expect(refused).toMatchObject({ status: 503, json: { error: { code: 'service_starting' } } });
  expect(refused.headers['retry-after']).toBe('1');
});

test('a picture that is taken along says its mark; its pixels and the stored file stay as they are', async () => {
  const { service, client } = await open();
  const { cells } = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
  const path = `/v1/images/${cells[0].image}`;
  const stored = (await client.send('GET', path)).body;
  const unmarked = await client.send('GET', `${path}?marks=yes`);
  expect(unmarked.body).toEqual(stored);
  const mark = { rating: 4, flag: 'pick' as const, tags: ['手 & <b>'] };
  await service.jobService.mark(cells[0].id, mark);
  const taken = await client.send('GET', `${path}?marks=yes`);
  expect(taken.headers['cache-control']).toBe('no-store');
  const { infotext, ...recipe } = (await client.send('GET', `${path}/recipe`)).json as Record<
    string,
    unknown
  >;
  expect(recipeOf(taken.body)).toEqual({ ...recipe, infotext, mark });
  const texts = pngTexts(taken.body);
  expect(texts.filter(({ keyword }) => keyword === 'diffusion-recipe')).toHaveLength(1);
  const xmp = texts.find(({ keyword }) => keyword === 'XML:com.adobe.xmp')?.text;
  expect(xmp).toContain('<xmp:Rating>4</xmp:Rating>');
  expect(xmp).toContain('<rdf:li>手 &amp; &lt;b&gt;</rdf:li>');
  const [one, other] = await Promise.all([stored, taken.body].map(each => sharp(each).raw().toBuffer()));
  expect(other).toEqual(one);
  // Given back it is told as it was drawn.
  const headers = { 'content-type': 'image/png' };
  const read = await client.send('POST', '/v1/images/settings', { body: taken.body, headers });
  expect(read.json).toMatchObject({ infotext, unread: [] });
  expect((await client.send('GET', path)).body).toEqual(stored);
});

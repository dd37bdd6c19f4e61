/** What is said over the wire is there as data too, so that a client branches on codes and facts and never on words. */
import type { AnalyseReply, Health, JobReply, ModelsReply, Plan } from '../../schema/wire';
import {
  modelsFolder,
  serveService,
  submit,
  testService,
  untilJob,
  type Client
} from '../testing/test-service';

async function open(
  options: Parameters<typeof testService>[0] = {}
): Promise<{ client: Client; post(path: string, body: unknown): Promise<unknown> }> {
  const client = await serveService(await testService(options), 'port');
  return { client, post: async (path, body) => (await client.send('POST', path, { body })).json };
}

test('an error has its code, its facts and its place beside its sentence', async () => {
  const { post } = await open();
  expect(await post('/v1/plan', { text: '%%sweep seed=1..9999\na boat' })).toEqual({
    error: {
      code: 'too_many_cells',
      facts: { cells: 9999, limit: expect.any(Number) },
      message: expect.stringMatching(/^9,999 cells: more than your limit/),
      hint: expect.stringContaining('limit=9999'),
      where: expect.objectContaining({ line: 1 })
    }
  });
});

test('a plan’s warnings, a prompt’s remarks and the service’s health are data too', async () => {
  const { client, post } = await open();
  const { warnings } = (await post('/v1/plan', { text: '%%sweep cfg=3,5,5\na boat' })) as Plan;
  expect(warnings).toEqual([
    {
      code: 'duplicate_value',
      facts: { value: '5', param: 'cfg_scale' },
      message: '5 is twice in cfg_scale; it is drawn once.',
      where: { line: 1, column: 17, length: 1 }
    }
  ]);
  const { prompt } = (await post('/v1/prompts/analyse', { text: 'a (cat' })) as AnalyseReply;
  expect(prompt.warnings).toMatchObject([{ code: 'bracket_unclosed', facts: { text: '(' }, at: 2 }]);
  const health = (await client.send('GET', '/health/ready')).json as Health;
  expect(health).toMatchObject({ code: `health_${health.state}`, facts: { device: expect.any(String) } });
});

test('a model that can’t be used says why as data, in the list and in the error that names it', async () => {
  const { client, post } = await open({ bundledFolders: [modelsFolder('good', 'broken')] });
  const { models } = (await client.send('GET', '/v1/models')).json as ModelsReply;
  const broken = models.find(({ usable }) => !usable)!;
  expect(broken.fault).toMatchObject({ code: expect.stringMatching(/^model_/), facts: expect.any(Object) });
  expect(await post('/v1/plan', { text: `%%sweep model="${broken.name}"\na boat` })).toMatchObject({
    error: { code: 'model_unusable', facts: { problem: broken.fault }, message: broken.problem }
  });
});

test('progress and a verdict are data with titles of their own', async () => {
  const service = await testService();
  const client = await serveService(service, 'port');
  const id = await submit(service, '%%sweep seed=1\n{a nan|a boat}');
  await untilJob(service, id);
  const { job } = (await client.send('GET', `/v1/jobs/${id}`)).json as JobReply;
  expect(job.progress).toMatchObject({ code: 'phase_failed', facts: { total: 2 }, title: '1 of 2 failed' });
  expect(job.progress.message).toBe('1 of 2 failed.');
  expect(job.diagnosis).toMatchObject({
    code: 'cells_failed',
    facts: { failed: 1, total: 2 },
    title: '1 of 2 failed',
    detail: 'The others are safe.',
    evidence: [{ code: 'not_finite', facts: { step: 2 } }]
  });
  const failed = job.cells.find(({ state }) => state === 'failed');
  expect(failed?.error).toMatchObject({ code: 'not_finite', facts: { step: 2 } });
});

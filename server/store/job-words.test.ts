import { serveService, submit, testService, untilJob } from '../testing/test-service';
import type { JobsReply } from '../../schema/wire';

test('jobs are found by words of their prompts, by model, parameter, state and client', async () => {
  const service = await testService();
  const client = await serveService(service);
  const boat = await submit(service, '%%sweep seed=1..2 cfg=3,7.5\na red BOAT, 100% sea', { client: 'ann' });
  const tree = await submit(service, '%%sweep seed=3 sampler="Euler a"\na tall\ntree_house');
  await Promise.all([boat, tree].map(id => untilJob(service, id)));
  service.steering.pauseAll();
  const open = await submit(service, '%%sweep seed=4\na boat house');
  const found = async (query: string): Promise<string[]> =>
    ((await client.send('GET', `/v1/jobs?${query}`)).json as JobsReply).jobs.map(({ id }) => id);
  expect(await found('')).toEqual([open, tree, boat]);
  expect(await found('q=boat')).toEqual([open, boat]);
  expect(await found('q=boat%20red')).toEqual([boat]);
  expect(await found('q=100%25')).toEqual([boat]);
  expect(await found('q=tree_house')).toEqual([tree]);
  expect(await found('q=treeXhouse')).toEqual([]);
  expect(await found('param=cfg_scale:7.5')).toEqual([boat]);
  expect(await found('param=seed:1&param=cfg_scale:7')).toEqual([]);
  expect(await found('param=sampler:euler%20a')).toEqual([tree]);
  expect(await found('model=toy&state=done')).toEqual([tree, boat]);
  expect(await found('client=ann')).toEqual([boat]);
  expect(await found('limit=1&q=boat')).toEqual([open]);
  // By the name of a notebook, however it is sent; not by the number behind it, nor what all pages of Lab are called.
  const whose = async (name: string): Promise<string> =>
    submit(service, '%%sweep seed=9\na fox', { client: name });
  const chinese = await whose('%E4%B8%80%E5%8F%AA%E7%8C%AB%20(2).ipynb #12ab'.replace('%20', ' '));
  const page = await whose('panel #12ab');
  expect(await found('q=' + encodeURIComponent('猫 fox'))).toEqual([chinese]);
  expect(await found('q=(2).ipynb')).toEqual([chinese]);
  expect([await found('q=12ab'), await found('q=panel'), await found('q=%25E7')]).toEqual([[], [], []]);
  expect(await found('q=fox')).toEqual([page, chinese]);
  const refused = await client.send('GET', '/v1/jobs?param=sede:1');
  expect([refused.status, (refused.json as { error: { code: string } }).error.code]).toEqual([
    400,
    'search_parameter'
  ]);
});

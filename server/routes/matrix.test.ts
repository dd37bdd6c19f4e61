/** Every route of the router × who asks. The rows come from the router itself, so a new route can't be forgotten. */
import type { Express } from 'express';
import { makeApp } from '../routes/app';
import { type Client, TOKEN, serveService, testService } from '../testing/test-service';

type Layer = { route?: { path: string; methods: Record<string, boolean> }; handle: { stack?: Layer[] } };

function routesOf(app: Express): { method: string; path: string }[] {
  const walk = (stack: Layer[]): { method: string; path: string }[] =>
    stack.flatMap(({ route, handle }) =>
      route
        ? Object.keys(route.methods).map(method => ({ method: method.toUpperCase(), path: route.path }))
        : walk(handle.stack ?? [])
    );
  return walk((app.router as unknown as { stack: Layer[] }).stack).map(({ method, path }) => ({
    method,
    path: path.replace(/:id/g, 'nobody').replace(/:sha256/g, '0'.repeat(64))
  }));
}

const OPEN = ['/health/live'];

test.each(['port', 'socket'] as const)(
  'over a %s, every route asks for the token and refuses foreign pages',
  async over => {
    const service = await testService({ start: false });
    const client = await serveService(service, over);
    const routes = routesOf(makeApp({ service, token: TOKEN, hosts: [] }));
    expect(routes.length).toBeGreaterThan(20);
    const status = async (
      { method, path }: { method: string; path: string },
      headers: Record<string, string>
    ): Promise<number> =>
      (await client.send(method, path, { headers, body: method === 'GET' ? undefined : {} })).status;
    for (const route of routes.filter(({ path }) => !OPEN.includes(path))) {
      const seen = {
        ...route,
        none: await status(route, { authorization: '' }),
        wrong: await status(route, { authorization: `Bearer ${TOKEN}x` }),
        basic: await status(route, {
          authorization: `Basic ${Buffer.from(`u:${TOKEN}`).toString('base64')}`
        }),
        query: await status(
          { ...route, path: `${route.path}?token=${encodeURIComponent(TOKEN)}` },
          { authorization: '' }
        )
      };
      expect(seen).toEqual({ ...route, none: 401, wrong: 401, basic: 401, query: 401 });
    }
    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      const seen = {
        ...route,
        foreign: await status(route, { origin: 'http://evil.example' }),
        null: await status(route, { origin: 'null' }),
        site: await status(route, { 'sec-fetch-site': 'cross-site' }),
        near: await status(route, { 'sec-fetch-site': 'same-site' })
      };
      expect(seen).toEqual({ ...route, foreign: 403, null: 403, site: 403, near: 403 });
    }
  }
);

test('no GET changes anything: what changes is asked for by other methods', async () => {
  const service = await testService({ start: false });
  const changing = routesOf(makeApp({ service, token: TOKEN, hosts: [] })).filter(
    ({ method }) => method !== 'GET'
  );
  expect(changing.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'DELETE /v1/jobs/nobody',
    'PATCH /v1/jobs/nobody',
    'POST /v1/cells/complete',
    'POST /v1/images',
    'POST /v1/images/settings',
    'POST /v1/jobs',
    'POST /v1/jobs/nobody/cancel',
    'POST /v1/jobs/nobody/cells/:position/again',
    'POST /v1/jobs/nobody/cells/:position/cancel',
    'POST /v1/jobs/nobody/cells/:position/retry',
    'POST /v1/jobs/nobody/next',
    'POST /v1/jobs/nobody/pause',
    'POST /v1/jobs/nobody/resume',
    'POST /v1/jobs/nobody/retry',
    'POST /v1/models/scan',
    'POST /v1/plan',
    'POST /v1/prompts/analyse',
    'POST /v1/queue/cancel',
    'POST /v1/queue/pause',
    'POST /v1/queue/resume',
    'PUT /v1/cells/nobody/mark',
    'PUT /v1/jobs/nobody/view'
  ]);
});

describe('a page whose name was bound to this machine', () => {
  let client: Client;
  test.each([
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['localhost:1', 200],
    ['[::1]:8', 200]
  ])('with host "%s" gets %i', async (host, expected) => {
    client = await serveService(await testService({ start: false }));
    expect((await client.send('GET', '/health/live', { headers: { host } })).status).toBe(expected);
  });
});

test('a foreign origin may not even be echoed: no reply allows another site', async () => {
  const client = await serveService(await testService({ start: false }));
  const reply = await client.send('GET', '/v1/parameters', { headers: { origin: 'http://evil.example' } });
  expect(Object.keys(reply.headers).filter(name => name.startsWith('access-control'))).toEqual([]);
});

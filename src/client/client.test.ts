import { DiffusionClient } from './client';
import { DiffusionFailure } from './failure';

type Reply = { status?: number; body?: unknown; text?: string } | Error;

function clientOf(...replies: Reply[]): {
  client: DiffusionClient;
  sent: { url: string; init: RequestInit }[];
} {
  const sent: { url: string; init: RequestInit }[] = [];
  const client = new DiffusionClient({
    root: '/p/diffusion/',
    openLine: () => Promise.reject(new TypeError('no line')),
    language: 'zh_CN',
    send: async (url, init) => {
      sent.push({ url, init });
      const reply = replies.shift();
      if (!reply || reply instanceof Error) {
        throw reply ?? new TypeError('Failed to fetch');
      }
      const { status = 200, body, text } = reply;
      return new Response(status === 204 ? null : (text ?? JSON.stringify(body)), { status });
    }
  });
  return { client, sent };
}

test('jobs are asked for by words, parameters and a state', async () => {
  const { client, sent } = clientOf({ body: { jobs: [] } }, { body: { jobs: [] } });
  await client.jobs(5, '12', {
    words: 'red & blue',
    params: [
      ['steps', '30'],
      ['sampler', 'DPM++ 2M']
    ],
    state: 'failed'
  });
  await client.jobs();
  const [found, all] = sent.map(({ url }) => [...new URL(url, 'http://a').searchParams]);
  expect(found).toEqual([
    ['limit', '5'],
    ['cursor', '12'],
    ['q', 'red & blue'],
    ['state', 'failed'],
    ['param', 'steps:30'],
    ['param', 'sampler:DPM++ 2M']
  ]);
  expect(all).toEqual([['limit', '50']]);
});

test('a submit carries its text, its idempotency key and the language', async () => {
  const { client, sent } = clientOf({ status: 202, body: { job: { id: 'j1' } } });
  expect(await client.submit({ text: '%%sweep\ncat' }, 'key-1')).toEqual({ id: 'j1' });
  expect(sent[0].url).toBe('/p/diffusion/v1/jobs');
  expect(sent[0].init).toMatchObject({
    method: 'POST',
    body: '{"text":"%%sweep\\ncat"}',
    headers: { 'Idempotency-Key': 'key-1', 'Accept-Language': 'zh-CN', 'Content-Type': 'application/json' }
  });
});

test.each([
  [
    'the service’s own words',
    { status: 400, body: { error: { code: 'x', message: 'its words' } } },
    400,
    'its words'
  ],
  ['a sign-in page', { status: 403, text: '<html>' }, 403, 'Jupyter 服务器要求重新登录。'],
  [
    'a server without us',
    { status: 404, body: { message: 'Not Found' } },
    404,
    '这台 Jupyter 服务器没有绘图服务：没有安装或启用 jupyterlab_diffusion。'
  ],
  ['a gateway’s page', { status: 502, text: 'Bad gateway' }, 502, '绘图服务的应答无法读取（HTTP 502）。'],
  ['nothing at all', new TypeError('Failed to fetch'), 0, 'Jupyter 服务器没有应答。画好的图都在。']
])('a request that met %s fails with it', async (_, reply: Reply, status, message) => {
  const { client } = clientOf(reply);
  const failure = (await client.models().catch((error: unknown) => error)) as DiffusionFailure;
  expect(failure).toBeInstanceOf(DiffusionFailure);
  expect([failure.status, failure.error.message]).toEqual([status, message]);
});

test('health is kept, told once, and lost with the line', async () => {
  const ready = { state: 'ready', message: 'Ready.' };
  const starting = { state: 'starting', message: 'Starting.' };
  const { client } = clientOf(
    { status: 503, body: starting },
    { body: ready },
    { body: ready },
    new TypeError('cut')
  );
  const told: unknown[] = [];
  client.changed.connect(() =>
    told.push(client.reachable ? client.health?.state : client.failure?.error.code)
  );
  for (let i = 0; i < 4; i++) {
    await client.refresh();
  }
  expect(told).toEqual(['starting', 'ready', 'unreachable']);
});

test('an aborted plan says nothing of the service', async () => {
  const { client } = clientOf(new DOMException('aborted', 'AbortError'));
  const stop = new AbortController();
  stop.abort();
  await expect(client.plan({ text: 'x' }, stop.signal)).rejects.toThrow('aborted');
  expect(client.failure).toBeNull();
});

test('pictures are asked for below the base URL', () => {
  const { client } = clientOf();
  expect(client.imageUrl('ab', { format: 'webp', max: 96 })).toBe(
    '/p/diffusion/v1/images/ab?format=webp&max=96'
  );
  expect(client.imageUrl('ab')).toBe('/p/diffusion/v1/images/ab');
});

describe('of what isn’t answered', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const ready = { state: 'ready', message: 'Ready.' };

  /** A client whose requests hang while `hangs` says so, as fetch does: until their signal aborts. */
  function hanging(): { client: DiffusionClient; line: { hangs: boolean; asked: string[] } } {
    const line = { hangs: false, asked: [] as string[] };
    const client = new DiffusionClient({
      root: '/',
      openLine: () => Promise.reject(new TypeError('no line')),
      language: 'en',
      send: (url, { signal }) => {
        line.asked.push(url);
        return line.hangs
          ? new Promise((_, reject) =>
              signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
            )
          : Promise.resolve(new Response(JSON.stringify(ready), { status: 200 }));
      }
    });
    return { client, line };
  }

  test('health that hangs is told within seconds, and gone with the next answer', async () => {
    const { client, line } = hanging();
    await client.refresh();
    line.hangs = true;
    const asked = client.refresh();
    await jest.advanceTimersByTimeAsync(4_900);
    expect(client.reachable).toBe(true);
    await jest.advanceTimersByTimeAsync(200);
    await asked;
    expect(client.failure?.error).toMatchObject({ code: 'no_answer', title: 'No answer for 5 s' });
    line.hangs = false;
    await client.models().catch(() => undefined);
    expect(client.failure).toBeNull();
  });

  test('a press that hangs has somebody look, and is told within eight seconds', async () => {
    const { client, line } = hanging();
    await client.refresh();
    line.hangs = true;
    void client.pause('j1');
    await jest.advanceTimersByTimeAsync(2_900);
    expect(line.asked.filter(url => url === '/health/ready')).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(5_200);
    expect(line.asked.filter(url => url === '/health/ready')).toHaveLength(2);
    expect(client.failure?.error.code).toBe('no_answer');
  });

  test('a press that is answered in time has nobody look, and neither has one that is only slow tell of trouble', async () => {
    const { client, line } = hanging();
    await client.refresh();
    await client.pause('j1');
    await jest.advanceTimersByTimeAsync(20_000);
    expect(line.asked).toEqual(['/health/ready', '/v1/jobs/j1/pause']);
    line.hangs = true;
    void client.pause('j1');
    line.hangs = false;
    await jest.advanceTimersByTimeAsync(20_000);
    expect(client.failure).toBeNull();
  });

  test('the first look waits as long as a start may take', async () => {
    const { client, line } = hanging();
    line.hangs = true;
    void client.refresh();
    await jest.advanceTimersByTimeAsync(59_000);
    expect(client.failure).toBeNull();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(client.failure?.error.code).toBe('no_answer');
  });
});

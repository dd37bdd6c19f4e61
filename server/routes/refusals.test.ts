/** Every refusal says what was read and what is allowed, in the language of the reader. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { ErrorBody } from '../../schema/wire';
import { sharp } from '../images/sharp';
import { type Client, rawReply, type Reply, serveService, testService, TOKEN } from '../testing/test-service';

let client: Client;
beforeEach(async () => {
  client = await serveService(await testService(), 'port');
});

const errorOf = (reply: Reply): ErrorBody['error'] => (reply.json as ErrorBody).error;
type Asked = { body?: unknown; headers?: Record<string, string> };

/** What is answered, in English and in Chinese. */
async function both(method: string, path: string, asked: Asked = {}): Promise<[Reply, string, string]> {
  const ask = (language: string): Promise<Reply> =>
    client.send(method, path, {
      ...asked,
      headers: { ...asked.headers, 'accept-language': language }
    } as never);
  const [english, chinese] = [await ask('en'), await ask('zh-CN')];
  return [english, errorOf(english).message, errorOf(chinese).message];
}

/** Chinese without English in it, but for what stands in quotes and the names of things. */
const NAMES =
  /[“"][^”"]*[”"]|\b(?:limit|cursor|max|format|pixels_max|webp|png|jpeg|PNG|JPEG|WebP|UTF-8|UNet|XX|HTTP|Idempotency-Key|ASCII|Content-Encoding|gzip|deflate|br|JSON|Accept|MB|KB)\b/g;
const englishIn = (text: string): string[] => text.replace(NAMES, '').match(/[A-Za-z]{2,}/g) ?? [];

const WHOLE = 'a whole number from 1 to 200';
test.each([
  ['limit=abc', `limit: Invalid number: Expected ${WHOLE} but received "abc"`],
  ['limit=', `limit: Invalid number: Expected ${WHOLE} but received ""`],
  ['limit=0x10', `limit: Invalid number: Expected ${WHOLE} but received "0x10"`],
  ['limit=1e2', `limit: Invalid number: Expected ${WHOLE} but received "1e2"`],
  ['limit=%205', `limit: Invalid number: Expected ${WHOLE} but received " 5"`],
  ['limit=-0', `limit: Invalid number: Expected ${WHOLE} but received "-0"`],
  ['limit=５', `limit: Invalid number: Expected ${WHOLE} but received "５"`],
  ['limit=Infinity', `limit: Invalid number: Expected ${WHOLE} but received "Infinity"`],
  ['limit=5&limit=6', 'limit: Invalid value: Expected one value but received "5", "6"'],
  [
    'cursor=abc',
    'cursor: Invalid number: Expected a whole number from 1 to 9007199254740991 but received "abc"'
  ]
])('a list asked for by %s', async (query, says) => {
  const [reply, english, chinese] = await both('GET', `/v1/jobs?${encodeURI(decodeURI(query))}`);
  expect(reply.status).toBe(400);
  expect(english).toBe(`The request can't be read: ${says}.`);
  expect(chinese).toContain(/received (.*)$/.exec(says)![1]);
  expect(englishIn(chinese)).toEqual([]);
});

test.each([
  ['GET', `/v1/images/${'0'.repeat(64)}?max=1e9`, '"1e9"', '16 到 8192 的整数'],
  ['GET', `/v1/images/${'0'.repeat(64)}?format=gif`, '"gif"', '"png" 或 "webp" 或 "jpeg"'],
  ['GET', '/v1/jobs/x/export?pixels_max=-5', '"-5"', '1 到 32000000 的整数'],
  ['GET', '/v1/jobs/x/export?pixels_max=1e3', '"1e3"', '1 到 32000000 的整数'],
  ['GET', '/v1/jobs/x/export?format=png&format=json', '"png", "json"', '一个值'],
  ['GET', '/v1/jobs/%zz', '%zz', 'UTF-8'],
  ['GET', '/v1/images/%E0%A4%A/recipe', '%E0%A4%A', 'UTF-8']
])('%s %s tells %s and, in Chinese, %s', async (method, path, read, allowed) => {
  const [reply, english, chinese] = await both(method, path);
  expect(reply.status).toBe(400);
  expect(english).toContain(read);
  expect(chinese).toContain(read);
  expect(chinese).toContain(allowed);
  expect(englishIn(chinese)).toEqual([]);
});

test.each([
  ['axes: 5', { spec: { base: {}, axes: 5 } }, '列表', '5'],
  ['an axis that is a number', { spec: { base: {}, axes: [5] } }, '对象', '5'],
  ['a base of a list', { spec: { base: { seed: [1] }, axes: [] } }, '文字 或 数字 或 布尔值 或 null', '列表'],
  ['no base', { spec: { axes: [] } }, '缺少', 'spec.base'],
  ['a sample of a half', { spec: { base: {}, axes: [], sample: 0.5 } }, '整数', '0.5'],
  ['a text that is too long', { text: 'x'.repeat(1_000_001) }, '长度应为 <=1000000', '1000001'],
  ['a text that is a name of a kind', { spec: 'Array' }, '对象', '"Array"'],
  ['a key', { text: 'a', foo: 1 }, '没有 "foo" 这个键', 'foo']
])('a body with %s is told in Chinese', async (_, body, allowed, read) => {
  const [reply, , chinese] = await both('POST', '/v1/plan', { body });
  expect(reply.status).toBe(400);
  expect(chinese).toContain(allowed);
  expect(chinese).toContain(read);
  expect(chinese.replace(/\b(?:spec|base|axes|sample|text|seed|null)\b/g, '')).not.toMatch(
    /(?<!["\w])[A-Za-z]{2,}(?!["\w])/
  );
});

test.each(['a b', '', 'x'.repeat(300)])('an idempotency key %j is told', async key => {
  const headers = { 'idempotency-key': key };
  const [reply, english, chinese] = await both('POST', '/v1/jobs', { body: { text: 'a' }, headers });
  expect(reply.status).toBe(400);
  expect(english).toContain(`"${headers['idempotency-key']}"`.slice(0, 50));
  expect(englishIn(chinese)).toEqual([]);
});

const JSON_BODY = Buffer.from(JSON.stringify({ text: 'a boat '.repeat(2000) }));
const cut = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 5);
test.each([
  ['br', Buffer.from('no')],
  ['br', Buffer.alloc(5000, 'xyz')],
  ['br', cut(brotliCompressSync(JSON_BODY))],
  ['deflate', Buffer.alloc(5000, 'xyz')],
  ['deflate', cut(deflateSync(JSON_BODY))],
  ['gzip', Buffer.alloc(5000, 'xyz')],
  ['gzip', cut(gzipSync(JSON_BODY))],
  ['BR', Buffer.alloc(50, 'xyz')],
  ['zstd', Buffer.from('no')],
  ['gzip, br', Buffer.from('no')]
])('a body that %s can’t undo is told with its encoding', async (encoding, body) => {
  for (const path of ['/v1/plan', '/v1/images']) {
    const type = path === '/v1/plan' ? 'application/json' : 'image/png';
    const headers = { 'content-encoding': encoding, 'content-type': type };
    const [reply, english, chinese] = await both('POST', path, { body, headers });
    expect([reply.status, errorOf(reply).code]).toEqual([415, 'bad_encoding']);
    expect(english).toContain(`Content-Encoding, ${encoding}, can't`);
    expect(chinese.replace('zstd', '').replace('BR', '')).toMatch(/解不开/);
  }
});

const HEADERS = `Host: localhost\r\nAuthorization: Bearer ${TOKEN}\r\nConnection: close\r\n`;
test.each([
  ['no HTTP', `hello\r\nAccept-Language: zh-CN\r\n\r\n`],
  ['an address that is none', `GET http://[ HTTP/1.1\r\nAccept-Language: zh\r\n${HEADERS}\r\n`],
  ['long headers', `GET / HTTP/1.1\r\nAccept-Language: zh\r\nX: ${'x'.repeat(20_000)}\r\n${HEADERS}\r\n`]
])('what never reaches the app is told in Chinese too: %s', async (_, request) => {
  const { server } = await serveService(await testService());
  const { error } = (await rawReply(server, request)).json as ErrorBody;
  expect(error.message).toMatch(/^看不懂这个请求：它/);
  expect(englishIn(error.message)).toEqual([]);
});

describe('a picture', () => {
  const noise = (): Buffer => Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, k) => (k * 7919) % 251));
  const plain = () => sharp(noise(), { raw: { width: 64, height: 64, channels: 3 } });
  const files = {
    PNG: () => plain().png().toBuffer(),
    JPEG: () => plain().jpeg().toBuffer(),
    WebP: () => plain().webp().toBuffer()
  };
  const broken: [string, (bytes: Buffer) => Buffer, string][] = [
    ['that ends early', bytes => bytes.subarray(0, bytes.length >> 1), 'ends early'],
    ['of which only the head is there', bytes => bytes.subarray(0, 30), 'ends early']
  ];
  test.each(broken)('%s is called damaged in our words', async (_, breaks, says) => {
    for (const [format, make] of Object.entries(files)) {
      const body = breaks(await make());
      const headers = { 'content-type': 'image/png' };
      const [reply, english, chinese] = await both('POST', '/v1/images', { body, headers });
      expect([format, reply.status, errorOf(reply).code]).toEqual([format, 400, 'picture_damaged']);
      expect(english).toMatch(new RegExp(`^The picture is damaged: its ${format} data .*${says}\\.$`));
      expect(errorOf(reply).facts).toMatchObject({ said: expect.stringMatching(/\S/) });
      expect(englishIn(chinese)).toEqual([]);
    }
  });

  test('with noise in it can’t be decoded', async () => {
    const whole = await files.PNG();
    const body = Buffer.from(whole.map((byte, k) => (k > 40 && k < whole.length - 20 ? byte ^ 0x5a : byte)));
    const [reply, english, chinese] = await both('POST', '/v1/images', {
      body,
      headers: { 'content-type': 'image/png' }
    });
    expect(reply.status).toBe(400);
    expect(english).toBe("The picture is damaged: its PNG data can't be decoded.");
    expect(chinese).toBe('图片已损坏：PNG 数据无法解码。');
  });

  test('that is too large is told with its size, whatever it is', async () => {
    const large = sharp({ create: { width: 8200, height: 4100, channels: 3, background: 'red' } });
    for (const make of [large.clone().png(), large.clone().jpeg(), large.clone().webp({ effort: 0 })]) {
      const headers = { 'content-type': 'application/octet-stream' };
      const [reply, english, chinese] = await both('POST', '/v1/images', {
        body: await make.toBuffer(),
        headers
      });
      expect([reply.status, errorOf(reply).code]).toEqual([413, 'picture_large']);
      expect(english).toContain('8200 × 4100');
      expect(chinese).toContain('8200 × 4100');
      expect(englishIn(chinese)).toEqual([]);
    }
  });
});

test.each([
  ['', 'x', 'no Content-Type'],
  ['text/html', 'x', 'text/html'],
  ['image/png', undefined, '0 B'],
  ['text/plain', undefined, '0 B']
])('a picture of type "%s" and body %s is told as %s', async (type, body, found) => {
  const [reply, english] = await both('POST', '/v1/images', { body, headers: { 'content-type': type } });
  expect([reply.status, english]).toEqual([415, `This is not a picture that can be used (found: ${found}).`]);
});

test('an origin that says nothing is told as unknown', async () => {
  const [reply, english] = await both('POST', '/v1/plan', { body: { text: 'a' }, headers: { origin: '' } });
  expect([reply.status, english]).toEqual([403, 'Requests from ? are not accepted.']);
});

describe('a picture that is written as text', () => {
  const bytes = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
  const base64 = async (format: 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'avif'): Promise<string> =>
    (await bytes.clone().toFormat(format).toBuffer()).toString('base64');
  test.each<[string, () => Promise<string>]>([
    ...(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const).map(
      (format): [string, () => Promise<string>] => [format, () => base64(format)]
    ),
    ['in lines', async () => (await base64('png')).replace(/.{76}/g, '$&\r\n')],
    ['in quotes', async () => `"${await base64('png')}"`],
    ['for addresses', async () => Buffer.from(await base64('jpeg'), 'base64').toString('base64url')],
    ['as a data URL', async () => `data:image/png;base64,${await base64('png')}`],
    ['as a data URL in quotes', async () => `'data:image/webp;charset=utf-8;base64,${await base64('webp')}'`]
  ])('%s is refused by name, not passed over', async (_, make) => {
    const body = await make();
    for (const path of ['/v1/images/settings', '/v1/images']) {
      const headers = { 'content-type': 'text/plain' };
      const [reply, english, chinese] = await both('POST', path, { body, headers });
      expect([reply.status, errorOf(reply).code]).toEqual([415, 'picture_format']);
      expect(english).toContain('base64');
      expect(chinese).toContain('base64');
    }
  });

  test('is no text about one', async () => {
    const headers = { 'content-type': 'text/plain' };
    const [reply, english, chinese] = await both('POST', '/v1/images', { body: 'a cat', headers });
    expect([reply.status, english, chinese]).toEqual([
      415,
      'This is not a picture that can be used (found: a text).',
      '这不是可用的图片（收到：一段文字）。'
    ]);
    for (const body of ['a cat, data of the sea', 'AAAAAAAAAA cat', '9j boats', 'f'.repeat(64)]) {
      expect((await client.send('POST', '/v1/images/settings', { body, headers })).status).toBe(200);
    }
  });
});

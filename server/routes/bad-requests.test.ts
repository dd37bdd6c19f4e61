/** Whatever is sent is answered with what was read and what is allowed, in the reader's language, and never with a 500 or a page. */
import fc from 'fast-check';
import type { ErrorBody } from '../../schema/wire';
import { sharp } from '../images/sharp';
import { type Client, type Reply, serveService, testService } from '../testing/test-service';

let client: Client;
beforeEach(async () => {
  client = await serveService(await testService(), 'port');
});
const errorOf = (reply: Reply): ErrorBody['error'] => (reply.json as ErrorBody).error;
const plan = (body: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  client.send('POST', '/v1/plan', { body: body as string, headers });
const spec = (base: object, more: object = {}): object => ({ spec: { base, axes: [], ...more } });

type Row = [
  name: string,
  body: unknown,
  status: number,
  code: string,
  says: RegExp,
  headers?: Record<string, string>
];
const ROWS: Row[] = [
  [
    'a seed past 2^53',
    { text: '%%sweep seed=9007199254740993\na' },
    400,
    'out_of_range',
    /^9007199254740993 .*4294967295.* 1 gives/
  ],
  [
    'a seed past 64 bits',
    { text: '%%sweep seed=18446744073709551617\na' },
    400,
    'out_of_range',
    /^18446744073709551617 .* 1 gives/
  ],
  [
    'a seed past 32 bits',
    { text: '%%sweep seed=4294967297\na' },
    400,
    'out_of_range',
    /^4294967297 .* 1 gives/
  ],
  ['a seed below -1', { text: '%%sweep seed=-5\na' }, 400, 'out_of_range', /^-5 .*-1 to 4294967295\.$/],
  [
    'a seed of JSON that a double rounds',
    '{"spec":{"base":{"seed":9007199254740993},"axes":[]}}',
    400,
    'json_inexact',
    /9007199254740993.*9007199254740991.* 1,/
  ],
  [
    'a seed of JSON past 64 bits',
    '{"spec":{"base":{"seed":-18446744073709551617},"axes":[]}}',
    400,
    'json_inexact',
    /-18446744073709551617/
  ],
  [
    'a seed in quotes',
    spec({ seed: '12345678901234567890' }),
    400,
    'not_a_number',
    /"12345678901234567890".*whole numbers/
  ],
  [
    'a number past all',
    '{"spec":{"base":{"seed":1e400},"axes":[]}}',
    400,
    'bad_request',
    /spec\.base\.seed: .*finite number but received Infinity/
  ],
  ['half of JSON', '{"text": ', 400, 'bad_request', /not JSON/],
  ['words after JSON', '{"text": "a"} x', 400, 'bad_request', /not JSON/],
  ['JSON in single quotes', "{'text':'a'}", 400, 'bad_request', /not JSON/],
  ['a trailing comma', '{"text":"a",}', 400, 'bad_request', /not JSON/],
  ['NaN', '{"text": NaN}', 400, 'bad_request', /not JSON/],
  ['a list', [], 400, 'bad_request', /Expected Object but received Array/],
  ['a string', '"abc"', 400, 'bad_request', /Expected Object but received "abc"/],
  ['null', 'null', 400, 'bad_request', /Expected Object but received null/],
  ['a list that is deep', '['.repeat(50_000) + ']'.repeat(50_000), 400, 'bad_request', /Expected Object/],
  ['nothing', '', 400, 'no_sweep', /text or a spec/],
  ['text and spec', { text: 'a', spec: { base: {}, axes: [] } }, 400, 'no_sweep', /text or a spec/],
  ['a field too many', { text: 'a', foo: 1 }, 400, 'bad_request', /Unrecognized key: "foo"/],
  ['a field of the prototype', '{"text":"a","__proto__":{"x":1}}', 400, 'bad_request', /__proto__/],
  ['a text that is a number', { text: 5 }, 400, 'bad_request', /text: .*string but received 5/],
  [
    'a text that is too long',
    { text: 'x'.repeat(1_000_001) },
    400,
    'bad_request',
    /<=1000000 but received 1000001/
  ],
  ['a spec that is a text', { spec: 'a' }, 400, 'bad_request', /spec: .*Object but received "a"/],
  ['a spec without a base', { spec: { axes: [] } }, 400, 'bad_request', /spec\.base/],
  [
    'an axis without values',
    spec({}, { axes: [{ param: 'seed', values: [] }] }),
    400,
    'bad_request',
    />=1 but received 0/
  ],
  [
    'an axis of objects',
    spec({}, { axes: [{ param: 'seed', values: [{}] }] }),
    400,
    'bad_request',
    /spec\.axes\.0\.values\.0/
  ],
  ['a limit below 1', spec({}, { limit: -1 }), 400, 'bad_request', /spec\.limit: .*>=1 but received -1/],
  [
    'half a sample',
    spec({}, { sample: 1.5 }),
    400,
    'bad_request',
    /spec\.sample: .*whole number but received 1\.5/
  ],
  ['a layout of z', spec({}, { layout: { z: 'seed' } }), 400, 'bad_request', /Unrecognized key: "z"/],
  ['a key twice', '{"text":"a","text":"b"}', 400, 'json_duplicate', /"text" stands twice/],
  [
    'a key twice, escaped',
    '{"spec":{"base":{"seed":1,"se\\u0065d":2},"axes":[]}}',
    400,
    'json_duplicate',
    /"seed" stands twice/
  ],
  ['bytes that are not UTF-8', Buffer.from('{"text":"\xff\xfe"}', 'latin1'), 400, 'body_not_utf8', /UTF-8/],
  [
    'another charset',
    { text: 'a' },
    415,
    'unsupported_media_type',
    /UTF-8, not charset=latin1/,
    { 'content-type': 'application/json; charset=latin1' }
  ],
  [
    'plain text',
    'a',
    415,
    'unsupported_media_type',
    /application\/json.*not text\/plain/,
    { 'content-type': 'text/plain' }
  ],
  [
    'a form',
    'text=a',
    415,
    'unsupported_media_type',
    /application\/json.*urlencoded/,
    { 'content-type': 'application/x-www-form-urlencoded' }
  ],
  [
    'no content type',
    { text: 'a' },
    415,
    'unsupported_media_type',
    /application\/json/,
    { 'content-type': '' }
  ],
  ['gzip that is none', { text: 'a' }, 415, 'bad_encoding', /gzip/, { 'content-encoding': 'gzip' }],
  [
    'an encoding nobody knows',
    { text: 'a' },
    415,
    'bad_encoding',
    /foo.*gzip/,
    { 'content-encoding': 'foo' }
  ],
  ['a body that is too large', { text: 'x'.repeat(7_000_000) }, 413, 'too_large', /6 MB/],
  [
    'a picture as base64',
    spec({ init_image: 'iVBORw0KGgo=' }),
    400,
    'not_a_picture',
    /64 hexadecimal digits/
  ],
  [
    'a picture as a path',
    { text: '%%sweep init_image=/tmp/a.png\na' },
    400,
    'not_a_picture',
    /64 hexadecimal digits/
  ]
];

/** One test for a table: starting a service takes longer than answering every row. */
function table<Row extends readonly unknown[]>(
  name: string,
  rows: readonly Row[],
  check: (...row: Row) => Promise<unknown>
): void {
  test(name, async () => {
    for (const row of rows) {
      await check(...row).catch((error: Error) => {
        error.message = `${String(row[0])} ${String(row[1]).slice(0, 80)}: ${error.message}`;
        throw error;
      });
    }
  });
}

table(
  'what is sent is refused with what was read and what is allowed',
  ROWS,
  async (_, body, status, code, says, headers = {}) => {
    const reply = await plan(body, headers);
    const { message, hint = '', ...error } = errorOf(reply);
    expect({ status: reply.status, code: error.code }).toEqual({ status, code });
    expect(`${message} ${hint}`.trim()).toMatch(says);
    const chinese = errorOf(await plan(body, { ...headers, 'accept-language': 'zh-CN' }));
    expect(chinese.message).toMatch(/[\u4e00-\u9fff]/);
    expect(chinese.message).toMatch(/。$/);
    expect(chinese.message).not.toMatch(/Expected .* but received|Unrecognized/);
  }
);

table<[string, object]>(
  'JSON is refused where it is wrong',
  [
    ['{"text":\n "a" "b"}', { line: 2, column: 6 }],
    ['{"text":"a",\n "text":"b"}', { line: 2, column: 2, length: 6 }],
    ['{"spec":{"base":{"seed":\n9007199254740993},"axes":[]}}', { line: 2, column: 1, length: 16 }]
  ],
  async (body, where) => expect(errorOf(await plan(body)).where).toMatchObject(where)
);

test('exact numbers, JSON with a byte order mark and escapes are read', async () => {
  for (const body of [
    '\ufeff{"text":"a"}',
    '{"text":"\\"text\\":1,\\"text\\":2, 9007199254740993"}',
    '{"spec":{"base":{"seed":4294967295},"axes":[]}}'
  ]) {
    expect((await plan(body)).status).toBe(200);
  }
});

table<[string, string, number, string | undefined]>(
  'a method or an address that is not there is answered with those that are',
  [
    ['GET', '/v1/plan', 405, 'POST'],
    ['PUT', '/v1/jobs', 405, 'POST, GET'],
    ['PUT', '/v1/jobs/abc', 405, 'GET, DELETE, PATCH'],
    ['DELETE', `/v1/images/${'0'.repeat(64)}`, 405, 'GET'],
    ['POST', '/health/ready', 405, 'GET'],
    ['GET', '/v1/foo', 404, undefined],
    ['GET', '/v1/jobs/nobody', 404, undefined],
    ['GET', '/v1/images/xyz', 404, undefined],
    ['GET', '/v1/jobs/%E0%A4%A', 400, undefined]
  ],
  async (method, path, status, allow) => {
    for (const accept of ['text/html', 'application/json', 'image/png']) {
      const reply = await client.send(method, path, { headers: { accept, 'accept-language': 'zh' } });
      const type = { 'content-type': 'application/json; charset=utf-8' };
      expect(reply).toMatchObject({ status, headers: type });
      expect(reply.headers.allow).toBe(allow);
      expect(errorOf(reply).message).toMatch(/。$/);
    }
  }
);

const LIST =
  'limit=0 limit=-1 limit=1.5 limit=abc limit= limit=201 limit=1&limit=2 cursor=x cursor=0 cursor=9999999999999999999';
const IMAGE = 'max=1 max=99999 max=abc format=gif format=';
table<[string]>(
  'a query is refused with the name of what is wrong',
  [
    ...LIST.split(' ').map((query): [string] => [`/v1/jobs?${query}`]),
    ...IMAGE.split(' ').map((query): [string] => [`/v1/images/${'0'.repeat(64)}?${query}`])
  ],
  async path => {
    const reply = await client.send('GET', path);
    expect(reply.status).toBe(400);
    expect(errorOf(reply).message).toMatch(/(limit|cursor|max|format): Invalid .*Expected .* received /);
  }
);

table<[string]>(
  'an idempotency key of other characters is refused',
  [[''], [' '], ['a b'], ['x'.repeat(201)]],
  async key => {
    const headers = { 'idempotency-key': key };
    const reply = await client.send('POST', '/v1/jobs', { body: { text: 'a' }, headers });
    expect(errorOf(reply)).toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('1 to 200')
    });
  }
);

const square = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
const png = square.png().toBuffer();
const base64 = async (): Promise<string> => (await png).toString('base64');
const asBuffer = async (text: string | Promise<string>): Promise<Buffer> => Buffer.from(await text);

table<[string, () => Promise<Buffer>, number, string]>(
  'what is no picture is told as what it is',
  [
    ['base64', () => asBuffer(base64()), 415, 'base64'],
    ['base64 with a prefix', async () => asBuffer(`data:image/png;base64,${await base64()}`), 415, 'data:'],
    ['base64 in lines', async () => asBuffer((await base64()).replace(/.{20}/g, '$&\n')), 415, 'base64'],
    ['no bytes', () => asBuffer(''), 415, '0 B'],
    ['some bytes', () => asBuffer('hello'), 415, '5 B'],
    ['SVG', () => asBuffer('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'SVG'],
    ['SVG after its heading', () => asBuffer('<?xml version="1.0"?>\n<svg/>'), 415, 'SVG'],
    ['HTML', () => asBuffer('<!doctype html><p>'), 415, 'HTML'],
    ['GIF', () => square.clone().gif().toBuffer(), 415, 'GIF'],
    ['TIFF', () => square.clone().tiff().toBuffer(), 415, 'TIFF'],
    ['half a PNG', async () => (await png).subarray(0, 60), 400, ''],
    ['a PNG of 60000 × 60000', async () => withSide(await png, 60_000), 413, '16 megapixels']
  ],
  async (_, bytes, status, found) => {
    for (const type of ['image/png', 'application/octet-stream']) {
      const reply = await client.send('POST', '/v1/images', {
        body: await bytes(),
        headers: { 'content-type': type }
      });
      expect(reply.status).toBe(status);
      expect(errorOf(reply).message).toContain(found);
    }
  }
);

function withSide(bytes: Buffer, side: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt32BE(side, 16);
  changed.writeUInt32BE(side, 20);
  return changed;
}

test('pictures of CMYK, of 16 bits and with frames are taken as what can be drawn from', async () => {
  const bodies = [
    square.clone().toColourspace('cmyk').jpeg(),
    square.clone().toColourspace('rgb16').png(),
    square.clone().webp()
  ];
  for (const body of await Promise.all(bodies.map(each => each.toBuffer()))) {
    const reply = await client.send('POST', '/v1/images', { body, headers: { 'content-type': 'image/png' } });
    expect(reply).toMatchObject({ status: 201, json: { width: 8, height: 8 } });
  }
});

test('no body and no address make the service fail', async () => {
  const paths = [
    '/v1/plan',
    '/v1/jobs',
    '/v1/images',
    '/v1/prompts/analyse',
    '/v1/cells/complete',
    '/v1/cells/x/mark',
    '/v1/models/scan',
    '/v1/jobs/x/export',
    '/v1/jobs/x/cancel',
    '/nowhere'
  ];
  const bodies = fc.oneof(
    fc.jsonValue().map(value => JSON.stringify(value)),
    fc
      .record({ text: fc.oneof(fc.string({ unit: 'grapheme' }), fc.jsonValue()) })
      .map(value => JSON.stringify(value)),
    fc
      .record({
        spec: fc.record({
          base: fc.dictionary(fc.constantFrom('seed', 'cfg', 'prompt', 'init_image', 'x'), fc.jsonValue()),
          axes: fc.array(fc.jsonValue(), { maxLength: 2 })
        })
      })
      .map(value => JSON.stringify(value)),
    fc.uint8Array({ maxLength: 60 }).map(bytes => Buffer.from(bytes)),
    fc.string({ unit: 'binary' })
  );
  const types = fc.constantFrom(
    'application/json',
    'text/plain',
    'image/png',
    'application/json; charset=utf-16',
    'multipart/form-data',
    ''
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('POST', 'PUT', 'GET', 'DELETE'),
      fc.constantFrom(...paths),
      bodies,
      types,
      async (method, path, body, type) => {
        const reply = await client.send(
          method,
          path,
          method === 'GET' ? {} : { body, headers: { 'content-type': type } }
        );
        expect(reply.status).toBeLessThan(500);
        if (reply.status >= 400) {
          expect(errorOf(reply)).toMatchObject({
            code: expect.any(String),
            message: expect.stringMatching(/[.?]$/)
          });
        }
      }
    ),
    { numRuns: 250 }
  );
});

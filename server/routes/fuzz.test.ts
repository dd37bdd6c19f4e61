/** Whatever is asked of any route, nobody gets a 500, an empty sentence, or English within Chinese. */
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import type { ErrorBody } from '../../schema/wire';
import { sharp } from '../images/sharp';
import { type Client, serveService, submit, testService, untilJob } from '../testing/test-service';

const RUNS = Number(process.env.FUZZ_RUNS ?? 400);

/** Words of Chinese sentences that are no English: names of this program's, of HTTP and of the field. */
const NAMES = new Set(
  (
    'accept application json utf http https idempotency key content encoding gzip deflate br bearer token authorization ascii ' +
    'png jpeg webp gif tiff svg html pdf psd bmp base text spec axes params values limit cursor max format pixels pixels_max nan ' +
    'type wildcards torch cpu euler unet lora vae clip sdxl get post put patch delete head options mb kb null inf xx true false cfg sweep seed data image octet stream plain form multipart urlencoded charset'
  ).split(' ')
);

/** What a sentence says itself: neither what stands in quotes, nor paths and names with marks in them. */
function englishIn(sentence: string, sent: string): string[] {
  const own = sentence
    .replace(/"(?:[^"\\]|\\.)*"?|“[^”]*”?|\{[^}]*\}?/g, ' ')
    .replace(/：[\w.[\]]+: /g, ' ')
    .replace(/[\x21-\x7e]*[/_.%=\\][\x21-\x7e]*/g, ' ');
  return (own.match(/[A-Za-z]{3,}/g) ?? []).filter(
    word => !NAMES.has(word.toLowerCase()) && !sent.includes(word)
  );
}

const odd = fc.oneof(
  fc.constantFrom(
    '%00',
    '%zz',
    '%E0%A4%A',
    '..%2f..%2fetc',
    '%F0%9F%90%B1',
    "'",
    '%22',
    '%3Cscript%3E',
    '-1',
    '0',
    'NaN',
    '1e9',
    '%20',
    'x'.repeat(300),
    '__proto__',
    'constructor',
    '%2e%2e',
    '0'.repeat(64),
    'F'.repeat(64),
    '%0d%0aX: y',
    '猫',
    '%ff'
  ),
  fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .map(each => encodeURIComponent(each.replace(/[\ud800-\udfff]/g, '')))
);

const PATHS =
  '/health/live /health/ready /health/progress /v1/parameters /v1/models /v1/models/scan /v1/samplers /v1/schedulers /v1/exports ' +
  '/v1/prompts/analyse /v1/cells/complete /v1/plan /v1/jobs /v1/jobs/ID /v1/jobs/ID/diagnosis /v1/jobs/ID/cancel /v1/jobs/ID/pause ' +
  '/v1/jobs/ID/resume /v1/jobs/ID/retry /v1/jobs/ID/payload /v1/jobs/ID/export /v1/cells/ID/mark /v1/images /v1/images/settings ' +
  '/v1/images/ID /v1/images/ID/recipe /ID /v1/ID';

const query = fc
  .array(
    fc.tuple(
      fc.constantFrom('limit', 'cursor', 'max', 'format', 'pixels_max', 'x', 'limit[]', '__proto__', ''),
      fc.oneof(
        odd,
        fc.constantFrom('png', 'json', 'webp', '5', '', '1', '99999999999999999999', '5.0', '+5', '0x10')
      )
    ),
    { maxLength: 3 }
  )
  .map(pairs => (pairs.length > 0 ? `?${pairs.map(pair => pair.join('=')).join('&')}` : ''));

const spec = fc.record(
  {
    base: fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom(
          'seed',
          'cfg_scale',
          'prompt',
          'init_image',
          'mask',
          'width',
          'sampler',
          'model',
          'steps',
          'x',
          'dialect'
        ),
        fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('', -1, 1e300, 'Euler', '猫', '0'.repeat(64)))
      )
    ),
    axes: fc.oneof(
      fc.jsonValue(),
      fc.array(
        fc.record(
          {
            param: fc.constantFrom('seed', 'prompt', 'nope', 'width', 'prompt_sr', ''),
            params: fc.array(fc.constantFrom('seed', 'steps', 'cfg_scale'), { maxLength: 3 }),
            values: fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 3 })
          },
          { requiredKeys: [] }
        ),
        { maxLength: 3 }
      )
    ),
    where: fc.oneof(fc.string(), fc.constant('seed > 1'), fc.constant('seed >'), fc.integer()),
    sample: fc.oneof(fc.integer(), fc.double()),
    limit: fc.oneof(fc.integer(), fc.constant('5')),
    layout: fc.jsonValue({ maxDepth: 1 })
  },
  { requiredKeys: [] }
);
const words = fc
  .array(
    fc.constantFrom(
      '%%sweep ',
      'seed=',
      '1..3',
      'cfg=',
      '{',
      '|',
      '}',
      '$',
      '<lora:x:1>',
      '(a:1.2)',
      '[a:b:0.5]',
      '\n',
      ' ',
      '"',
      'where=',
      'seed>1',
      '__a__',
      '🦊',
      '猫',
      'AND',
      'size=',
      '64x64',
      '--',
      'sampler=',
      'Euler',
      '..',
      ',',
      '&',
      'limit=',
      '-1',
      '0.5',
      '\\',
      '#',
      '%%'
    ),
    { maxLength: 14 }
  )
  .map(parts => parts.join(''));

const json = fc
  .oneof(
    fc.jsonValue(),
    fc.record({ spec }),
    fc.record({ text: fc.oneof(words, fc.string({ unit: 'grapheme' }), fc.jsonValue()) }),
    fc.record({ text: words, caret: fc.oneof(fc.integer(), fc.jsonValue()) }),
    fc.record({
      text: words,
      negative: fc.oneof(words, fc.jsonValue()),
      steps: fc.jsonValue(),
      strict: fc.jsonValue()
    }),
    fc.record(
      {
        rating: fc.jsonValue({ maxDepth: 1 }),
        flag: fc.jsonValue({ maxDepth: 1 }),
        tags: fc.oneof(fc.array(fc.string()), fc.jsonValue({ maxDepth: 2 }))
      },
      { requiredKeys: [] }
    )
  )
  .map(value => JSON.stringify(value));
const brokenJson = fc
  .tuple(json, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }))
  .map(([text, at, put]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + put + text.slice(place + (at % 3));
  });

let picture: Buffer;
beforeAll(async () => {
  picture = await sharp({ create: { width: 24, height: 16, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
});
const body = fc.oneof(
  { arbitrary: json, weight: 4 },
  { arbitrary: brokenJson, weight: 3 },
  fc.uint8Array({ maxLength: 60 }).map(bytes => Buffer.from(bytes)),
  fc.tuple(fc.nat(), fc.nat({ max: 255 })).map(([at, put]) => {
    const bytes = Buffer.from(picture);
    bytes[at % bytes.length] = put;
    return bytes.subarray(0, at % 3 === 0 ? at % bytes.length : undefined);
  }),
  fc.boolean().map(url => `${url ? 'data:image/png;base64,' : ''}${picture.toString('base64')}`),
  json.map(text => gzipSync(text))
);

const oddHeaders = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/json; charset=utf-8',
      'application/json; charset=utf-16',
      'text/plain',
      'image/png',
      'application/octet-stream',
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      '',
      'x',
      'image/svg+xml'
    ),
    'content-encoding': fc.constantFrom(
      'gzip',
      'br',
      'deflate',
      'zstd',
      'identity',
      '',
      'gzip, gzip',
      'GZIP'
    ),
    'idempotency-key': fc.constantFrom('', ' ', 'a b', 'x'.repeat(201), 'é', 'k', '\t'),
    'last-event-id': fc.constantFrom('-1', 'NaN', 'x', '1e99', ''),
    origin: fc.constantFrom('null', 'http://evil.example', 'http://localhost', ''),
    accept: fc.constantFrom('text/html', '*/*', 'x')
  },
  { requiredKeys: [] }
);

/** Mostly none that would end a request early. */
const headers = fc.oneof(
  { arbitrary: fc.constant<Partial<Record<string, string>>>({}), weight: 5 },
  {
    arbitrary: fc.constantFrom('image/png', 'text/plain').map(type => ({ 'content-type': type })),
    weight: 3
  },
  { arbitrary: oddHeaders, weight: 2 }
);

test('no request of any kind meets a 500, an empty sentence or English within Chinese', async () => {
  const service = await testService();
  const client: Client = await serveService(service, 'port');
  const id = await submit(service, '%%sweep seed=1..2 steps=2\na boat');
  const { cells } = await untilJob(service, id);
  const ids = fc.oneof(odd, fc.constantFrom(id, cells[0].id, cells[0].image!));
  const paths = fc
    .tuple(fc.oneof(fc.constant('/v1/plan'), fc.constantFrom(...PATHS.split(' '))), ids, query)
    .map(([path, each, asked]) => escaped(path.replace('ID', each) + asked));
  const methods = fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS');
  // A job that is there would be taken away, and every other one drawn.
  const told = (method: string, path: string): boolean =>
    !(method === 'DELETE' && path.includes(id)) && !(method === 'GET' && /events$/.test(path));
  await fc.assert(
    fc.asyncProperty(
      methods,
      paths,
      body,
      headers,
      async (method, path, sent, given: Partial<Record<string, string>>) => {
        fc.pre(told(method, path));
        const type = given['content-type'] ?? 'application/json';
        const reply = await client.send(method, path, {
          ...(method === 'GET' || method === 'OPTIONS' ? {} : { body: sent as string }),
          headers: { ...given, 'content-type': type, 'accept-language': 'zh-CN' } as Record<string, string>
        });
        expect(reply.status).toBeLessThan(500);
        if (reply.status >= 400) {
          const { error } = reply.json as ErrorBody;
          expect(error.message).toMatch(/[\u4e00-\u9fff].*[。？]$/s);
          const all = `${sent.toString()} ${decodeLoosely(path)} ${Object.values(given).join(' ')} ${method}`;
          expect([englishIn(error.message, all), error.message]).toEqual([[], error.message]);
          expect([englishIn(error.hint ?? '', all), error.hint]).toEqual([[], error.hint]);
        }
      }
    ),
    { numRuns: RUNS }
  );
}, 400_000);

/** Characters that no address holds as they are are escaped; what is escaped already stays. */
function escaped(path: string): string {
  return path.replace(/[^!-~]+/gu, each => encodeURIComponent(each));
}

function decodeLoosely(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

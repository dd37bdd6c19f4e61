/**
 * No prompt is an error of the service: whatever is typed or pasted is planned, or refused with a code and a place, within a second. Five
 * seconds of chance here; FUZZ_SECONDS=600 looks longer. What it found is kept below.
 */
import * as fc from 'fast-check';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Client,
  modelsFolder,
  serveService,
  temporaryFolder,
  testService
} from '../testing/test-service';

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 5);
/** For a machine that is busy with other tests. */
const LONGEST_MS = 4000;

const FILES: Readonly<Record<string, string | Buffer>> = {
  'animal.txt': 'cat\ndog # a pet\n0.5::fox\n{red|blue} bird\n',
  'my-pack/red hair.v2.txt': '__./length__ hair',
  'my-pack/length.txt': 'long\r\nshort\r\n',
  'ends_.txt': '\ufeffend',
  'loop.txt': '__LOOP__',
  'grows.txt': '__animal__ '.repeat(300),
  'marks.txt': '${x=a|b}${x} {2$$a|b|c} {2$$__animal__} \\# $ $$ __ \\',
  'deep.txt': '{1$$'.repeat(30),
  'gbk.txt': Buffer.from([0xba, 0xec, 0xc9, 0xab]),
  'nest.yaml': 'a:\n  - b\n'
};

let client: Client;
beforeEach(async () => {
  const models = temporaryFolder();
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(join(models, 'wildcards', name, '..'), { recursive: true });
    writeFileSync(join(models, 'wildcards', name), text);
  }
  client = await serveService(
    await testService({ modelFolders: [models], bundledFolders: [modelsFolder()] })
  );
});

const PIECES = [
  ...'ab ,.:;|\\/(){}[]<>#$_-+*"\'=&0123\n\t\0é灯🐱（）：，【】“”\u200b\u00ad\ud800',
  ...[
    '__animal__',
    '__my-pack/*__',
    '__**/length__',
    '__loop__',
    '__grows__',
    '__marks__',
    '__deep__',
    '__gbk__'
  ],
  ...[
    '__nest__',
    '__',
    '___',
    '__.*+?^(__',
    '__[a-__',
    '__\\d__',
    '____',
    '__./a__',
    '__../a__',
    '{1$$',
    '{2$$'
  ],
  ...[
    '{1-3$$ and $$',
    '{2-$$',
    '{-2$$',
    '$$',
    '${x=',
    '${x=!',
    '${x}',
    '${x:',
    '${',
    '0.7::',
    '50::',
    '1.2::',
    '::'
  ],
  ...[
    '{a|b}',
    '{',
    '|',
    '}',
    '\\{',
    '\\#',
    '\\$',
    '\\__',
    '<lora:',
    '<lora:a:1:lbw=b>',
    '<hypernet:h>',
    '>',
    'te='
  ],
  ...[
    ' AND ',
    'BREAK',
    '[a:b:3]',
    '[a|b]',
    '(a:1.2)',
    ':1.2',
    '1e999',
    '//',
    '/*',
    '*/',
    '# c\n',
    '$name',
    '\r\n'
  ],
  ...[
    'Negative prompt: ',
    'negative prompt：',
    '\nSteps: 20, Sampler: Euler a, Seed: 1, Size: 64x64',
    '\nSteps: ',
    ', '
  ],
  ...[
    '\nTemplate: ',
    'Seed: 1e400',
    'Size: 0x0',
    'Lora hashes: "a: b',
    'Steps: 9'.repeat(3),
    '{"a": [1',
    '%%sweep ',
    'constructor',
    '__proto__',
    'toString: ',
    'hasOwnProperty',
    '\nconstructor: ',
    ' --constructor 3'
  ]
];
const prompts = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map(pieces => pieces.join(''));
/** A piece or two, so often that only a reader in linear time is done in time. */
const rows = fc
  .tuple(
    fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 }),
    fc.integer({ min: 1, max: 19_000 })
  )
  .map(([pieces, length]) =>
    pieces
      .join('')
      .repeat(Math.ceil(length / pieces.join('').length))
      .slice(0, length)
  );
const words = fc.constantFrom(
  '',
  'seed=1',
  'seed=1,2 x=seed',
  'prompt_sr="a","b"',
  'dialect=novelai',
  'dialect=hai',
  'rng=constructor',
  'n=2'
);

/** Sends a prompt in at every door. */
async function tryPrompt(prompt: string, header: string): Promise<void> {
  const bodies: [string, object][] = [
    ['/v1/plan', { text: `%%sweep ${header}\n${prompt}` }],
    ['/v1/plan', { text: prompt }],
    ['/v1/plan', { spec: { base: { prompt, negative_prompt: prompt.slice(0, 50), seed: 1 }, axes: [] } }],
    ['/v1/plan', { spec: { base: { seed: 1 }, axes: [{ param: 'prompt', values: [prompt, 'a'] }] } }],
    ['/v1/prompts/analyse', { text: prompt, negative: prompt }],
    ['/v1/prompts/analyse', { text: prompt, dialect: 'novelai', strict: true }],
    ['/v1/prompts/analyse', { text: prompt, dialect: 'hai' }],
    ['/v1/cells/complete', { text: `%%sweep ${header}\n${prompt}`, caret: Math.min(prompt.length, 20) }]
  ];
  for (const [path, body] of bodies) {
    const started = performance.now();
    const { status, json } = await client.send('POST', path, { body });
    const took = performance.now() - started;
    const seen = { path, body, status, slow: took > LONGEST_MS };
    expect(seen).toEqual({ ...seen, status: status === 200 ? 200 : 400, slow: false });
    if (status === 400) {
      expect((json as { error: { code: string } }).error.code).toMatch(/^[a-z_]+$/);
    }
  }
}

test(
  'any prompt is planned or refused, never an error of the service',
  async () => {
    await fc.assert(fc.asyncProperty(fc.oneof({ weight: 9, arbitrary: prompts }, rows), words, tryPrompt), {
      interruptAfterTimeLimit: SECONDS * 1000,
      numRuns: SECONDS * 1000,
      markInterruptAsFailure: false
    });
  },
  (SECONDS + 60) * 1000
);

test.each([
  ['a dash in the name of a wildcard', 'a {1$$__my-pack/hair__|b} kite'],
  ['marks of patterns in a name', '__.*+?^()[]__ __[a-__'],
  ['a row of globs', `__${'*a'.repeat(90)}__`],
  [
    'variables in each other',
    Array.from({ length: 26 }, (_, k) => `\${x${k}=\${x${k + 1}}\${x${k + 1}}}`).join('') + '${x0}'
  ],
  ['names that begin everywhere and end nowhere', '\\____*'.repeat(3000)],
  ['open variables', '${'.repeat(9000)],
  ['open comments', '/*'.repeat(9000)],
  ['numbers of NovelAI', '1::'.repeat(6000)],
  ['half a surrogate pair', '\ud800 __\udc00__']
])('%s', async (_, prompt) => tryPrompt(prompt, 'seed=1'), 60_000);

/** What a few opcodes could multiply without end is bounded: a file of that kind is read or refused at once, and in little memory. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuSeconds } from '../../testing/cpu-seconds';
import { inFolder } from '../../testing/safetensors-file';
import { global, Opcodes, torchLegacy, TorchTensor, torchZip, zipOf } from '../../testing/torch-file';
import type { Pickled } from '../../testing/torch-file';
import { readWeightsHeader } from '../read-weights-header';
import { say } from '../../../schema/messages';
import { Fault } from '../../../schema/fault';

const opcodes = (...parts: (string | Buffer)[]): Opcodes =>
  new Opcodes(
    Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))
  );

const u32 = (value: number): string =>
  String.fromCharCode(...[0, 8, 16, 24].map(shift => (value >> shift) & 255));
const text = (value: string): string => `X${u32(value.length)}${value}`;
const tensor = new TorchTensor('F32', [1], Buffer.alloc(4));

/** A list of what each of `count` runs of `each` leaves, behind what is remembered: the values of `memo` under 0, 1, … */
const many = (memo: readonly (string | Buffer)[], each: string, count: number): Opcodes =>
  opcodes(
    ...memo.flatMap((value, i) => [value, `q${String.fromCharCode(i)}0`]),
    '](',
    each.repeat(count),
    'e'
  );

/** The same as a dict under the keys 0, 1, … */
const keyed = (memo: readonly (string | Buffer)[], each: string, count: number): Opcodes =>
  opcodes(
    ...memo.flatMap((value, i) => [value, `q${String.fromCharCode(i)}0`]),
    '}(',
    Array.from({ length: count }, (_, i) => `J${u32(i)}${each}`).join(''),
    'u'
  );

const longDict = `}(${'NN'.repeat(50_000)}u`;
const longList = `](${'N'.repeat(200_000)}e`;
const pairs = `](${'NN\x86'.repeat(50_000)}e`;
const call = (name: string): Buffer => global(...(name.split(' ') as [string, string]));
const rebuild = call('torch._utils _rebuild_tensor_v2');
const object = call('omegaconf X');
const stored = (root: Opcodes): Pickled => ({ a: tensor, b: root });
const storage = (key: string): Buffer =>
  Buffer.concat([
    Buffer.from('(' + text('storage'), 'latin1'),
    call('torch FloatStorage'),
    Buffer.from(`${text(key)}NK\x01tQ`, 'latin1')
  ]);

/** An older file with so many storages of no numbers. */
function legacyOf(count: number): Buffer {
  const keys = Array.from({ length: count }, (_, i) => text(String(i)));
  const id = (key: string): string => `h\0ctorch\nFloatStorage\n${key}NK\0NtQ`;
  const root = opcodes(`${text('storage')}q\x000](`, keys.map(key => `(${id(key)}`).join(''), 'e');
  const list = Buffer.from(`\x80\x02](${keys.join('')}e.`, 'latin1');
  return Buffer.concat([
    torchLegacy(root).subarray(0, -'\x80\x02](e.'.length),
    list,
    Buffer.alloc(8 * count)
  ]);
}

const cases: [string, Pickled | (() => Buffer)][] = [
  [
    'OrderedDict of a dict',
    stored(many([call('collections OrderedDict'), `${longDict}\x85`], 'h\0h\x01R', 2000))
  ],
  [
    'OrderedDict of pairs',
    stored(many([call('collections OrderedDict'), `${pairs}\x85`], 'h\0h\x01R', 2000))
  ],
  ['Counter', stored(many([call('collections Counter'), `${longDict}\x85`], 'h\0h\x01R', 2000))],
  ['defaultdict', stored(many([call('collections defaultdict'), `N${longDict}\x86`], 'h\0h\x01R', 2000))],
  ['dict as a class', stored(many([call('builtins dict'), `${longDict}\x85`], 'h\0h\x01\x81', 2000))],
  ['sets and lists', stored(many([call('builtins set'), `${longList}\x85`], 'h\0h\x01R', 300_000))],
  ['DUP', stored(many([longList], 'h\0', 800_000))],
  ['tuples of tuples', stored(opcodes('N', '22\x87'.repeat(300_000)))],
  ['objects', stored(many([object], 'h\0)\x81', 200_000))],
  ['objects that share their attributes', stored(many([object, longDict], 'h\0)\x81h\x01b', 150_000))],
  [
    'parameters that share their attributes',
    stored(many([call('torch.nn.modules.container ParameterDict'), longDict], 'h\0)\x81h\x01b', 150_000))
  ],
  [
    'parameters that share theirs',
    stored(
      many(
        [call('torch.nn.modules.container ParameterDict'), longDict, text('_parameters')],
        'h\0)\x81}h\x02h\x01sb',
        110_000
      )
    )
  ],
  ['objects that share one of tensors', keyed([object, opcodes('}').bytes], 'h\0)\x81h\x01b', 150_000)],
  ['empty bytes', stored(many([], 'C\0', 1_000_000))],
  ['empty texts', stored(many([], '\x8c\0', 1_000_000))],
  ['a number of a kilobyte', stored(opcodes('\x8b\0\x04\0\0', Buffer.alloc(1024)))],
  ['a line of a megabyte', stored(opcodes(`V${'x'.repeat(1 << 20)}\n`))],
  ['a pickle of seventeen megabytes', stored(opcodes(text('x'.repeat(17 << 20))))],
  ['long numbers', stored(many([], `\x8a\xff${'\x7f'.repeat(255)}`, 60_000))],
  ['numbers in digits', stored(many([], `I${'9'.repeat(640)}\n`, 25_000))],
  ['numbers that are spaces', stored(many([], `I9${' '.repeat(60_000)}x\n`, 250))],
  [
    'long names of classes',
    stored(many([text('omegaconf'), text('x'.repeat(1 << 20))], 'h\0h\x01\x93', 200_000))
  ],
  ['names of classes', stored(many([text('omegaconf'), text('x'.repeat(240))], 'h\0h\x01\x93', 200_000))],
  ['names of tensors', { k: keyed([rebuild, '(NNNNt'], 'h\0h\x01R', 190_000) }],
  ['long names of tensors', { ['k'.repeat(1000)]: keyed([rebuild, '(NNNNt'], 'h\0h\x01R', 190_000) }],
  [
    'deep names',
    Array.from({ length: 60 }).reduce<Pickled>(
      inner => ({ k: inner }),
      keyed([rebuild, '(NNNNt'], 'h\0h\x01R', 190_000)
    )
  ],
  [
    'containers under long numbers',
    opcodes(`\x8a\xff${'\x7f'.repeat(255)}q\x000}(`, 'h\0]'.repeat(400_000), 'u')
  ],
  [
    'shapes of many axes',
    keyed([rebuild, storage('0'), longList, '(h\x01K\0h\x02h\x02t'], 'h\0h\x03R', 150_000)
  ],
  ['tensors of one storage', stored(keyed([rebuild, storage('0'), '(h\x01K\0))t'], 'h\0h\x02R', 120_000))],
  [
    'storages',
    stored(many([`(${text('storage')}ctorch\nFloatStorage\n${text('0')}NK\x01t`], 'h\0Q', 300_000))
  ],
  [
    'storages of a long key',
    stored(
      many([`(${text('storage')}ctorch\nFloatStorage\n${text('0'.repeat(1 << 20))}NK\x01t`], 'h\0Q', 300_000)
    )
  ],
  ['wrappers in themselves', opcodes('}q\0', `(${text('params_ema')}h\0${'NN'.repeat(400_000)}u`)],
  [
    'wrappers of one dict',
    opcodes(
      '}q\0',
      `(${'NN'.repeat(400_000)}u0}(`,
      ...['params', 'state_dict', 'model', 'g_ema'].map(key => `${text(key)}h\0`),
      'u'
    )
  ],
  [
    'memo keys',
    stored(opcodes('N', Array.from({ length: 500_000 }, (_, i) => `r${u32(i * 7919)}`).join('')))
  ],
  ['marks and tuples', stored(opcodes('('.repeat(500_000), 't'.repeat(499_999)))],
  ['storages of an older file', () => legacyOf(50_000)],
  [
    'a directory of seventeen megabytes',
    () =>
      zipOf(
        Array.from({ length: 280 }, (_, i): [string, Buffer] => [`${i}`.padEnd(60_000, 'x'), Buffer.alloc(0)])
      )
  ],
  [
    'members',
    () =>
      zipOf([
        ...Array.from({ length: 100_000 }, (_, i): [string, Buffer] => [`x/data/${i}`, Buffer.alloc(0)]),
        ['x/data.pkl', Buffer.from('N.')]
      ])
  ]
];

test.each(cases)('%s', (_, root) =>
  inFolder(folder => {
    const path = join(folder, 'x.pt');
    writeFileSync(path, typeof root === 'function' ? root() : torchZip(root));
    const before = process.memoryUsage().rss;
    let facts = {};
    let said = '';
    const seconds = cpuSeconds(() => {
      try {
        readWeightsHeader(path);
      } catch (error) {
        if (!(error instanceof Fault)) {
          throw error;
        }
        facts = error.facts;
        said = say(error.code, error.facts as never, 'zh_CN');
      }
    });
    expect(said).not.toMatch(/undefined|\b(its|an?|at|of) \w/);
    expect(JSON.stringify(facts).length).toBeLessThan(2500);
    expect(seconds).toBeLessThan(1);
    expect(process.memoryUsage().rss - before).toBeLessThan(250e6);
  })
);

const viewsOf = (count: number, view: () => TorchTensor): Promise<string | undefined> =>
  inFolder(folder => {
    const path = join(folder, 'x.pt');
    writeFileSync(
      path,
      torchZip(Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, view()])))
    );
    try {
      return void readWeightsHeader(path);
    } catch (error) {
      return say((error as Fault).code, (error as Fault).facts as never, 'en');
    }
  });
const floats = (count: number): Buffer => Buffer.alloc(4 * count);
const sixteen = floats(16);

test.each<[string, number, () => TorchTensor]>([
  ['repeat a few numbers', 3000, () => new TorchTensor('F32', [2 ** 26, 1], sixteen, [0, 1])],
  ['repeat them a little each', 3000, () => new TorchTensor('F32', [2 ** 16, 2], sixteen, [0, 1])]
])('views that %s are refused together', async (_, count, view) => {
  expect(await viewsOf(1, view)).toBeUndefined();
  expect(await viewsOf(count, view)).toMatch(/t\d+/);
});

test('columns of larger matrices, each saved with the whole, are read', async () => {
  expect(
    await viewsOf(300, () => new TorchTensor('F32', [320, 64], floats(320 * 320), [320, 1]))
  ).toBeUndefined();
});

/** Torch files are read without running them. Real files of torch.save and hostile ones are group R of the goldens; these are what they lack. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuSeconds } from '../../testing/cpu-seconds';
import { inFolder } from '../../testing/safetensors-file';
import { global, Opcodes, torchLegacy, TorchTensor, torchZip, zipOf } from '../../testing/torch-file';
import type { Pickled } from '../../testing/torch-file';
import { fileKindOf } from '../file-kind';
import { readFloats } from '../read-floats';
import { readWeightsHeader } from '../read-weights-header';
import { sentence } from '../../../schema/messages';
import type { Fault } from '../../../schema/fault';

const floats = (shape: readonly number[], first = 0): TorchTensor => {
  const count = shape.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length: count }, (_, i) => first + i);
  return new TorchTensor('F32', shape, Buffer.from(data.buffer));
};

/** The numbers of a file's tensors by name. */
function read(bytes: Buffer, name = 'x.pt'): Promise<Record<string, number[]>> {
  return inFolder(folder => {
    writeFileSync(join(folder, name), bytes);
    const { tensors } = readWeightsHeader(join(folder, name));
    return Object.fromEntries([...tensors].map(([key, entry]) => [key, [...readFloats(entry)]]));
  });
}

/** Why a file is refused, in words of both languages. */
async function refusal(bytes: Buffer, name?: string): Promise<{ reason: unknown; said: string }> {
  const error = await read(bytes, name).then(
    () => Promise.reject(new Error('it was read')),
    (thrown: Fault) => thrown
  );
  const said = (['en', 'zh_CN'] as const).map(language =>
    sentence(error.code, error.facts as never, language)
  );
  return { reason: error.facts.reason, said: said.map(({ message = '' }) => message).join(' ') };
}

const opcodes = (...parts: (string | Buffer)[]): Opcodes =>
  new Opcodes(
    Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))
  );

test.each<[string, Pickled, Record<string, number[]>]>([
  ['tensors by name', { a: floats([2]), b: floats([1], 5) }, { a: [0, 1], b: [5] }],
  [
    'state_dict among what a training keeps',
    { epoch: 3, state_dict: { a: floats([1]) }, callbacks: {} },
    { a: [0] }
  ],
  ['params_ema before params', { params: { a: floats([1]) }, params_ema: { a: floats([1], 7) } }, { a: [7] }],
  ['a wrapper in a wrapper', { state_dict: { model: { a: floats([1], 2) } } }, { a: [2] }],
  [
    'the generator of a GAN',
    { g_ema: { a: floats([1], 4) }, d: { a: floats([1]) }, latent_avg: floats([1]) },
    { a: [4] }
  ],
  [
    'names of names',
    { image_proj: { w: floats([1]) }, ip_adapter: { '1': { k: floats([1], 3) } } },
    { 'image_proj.w': [0], 'ip_adapter.1.k': [3] }
  ],
  ['module. as it is', { 'module.a': floats([1]) }, { 'module.a': [0] }],
  [
    'a transposed matrix',
    { a: new TorchTensor('F32', [3, 2], floats([2, 3]).bytes, [1, 3]) },
    { a: [0, 3, 1, 4, 2, 5] }
  ],
  [
    'one number for many',
    { a: new TorchTensor('F32', [2, 2], floats([1], 6).bytes, [0, 0]) },
    { a: [6, 6, 6, 6] }
  ],
  [
    'every other number, from the second',
    { a: new TorchTensor('F32', [2], floats([4]).bytes, [2], 1) },
    { a: [1, 3] }
  ],
  ['no numbers at all', { a: new TorchTensor('F32', [0, 3], Buffer.alloc(0)) }, { a: [] }]
])('%s', async (_, root, expected) => {
  expect(await read(torchZip(root))).toEqual(expected);
  expect(await read(torchLegacy(root))).toEqual(expected);
});

test('whatever its ending, and whatever the folder in the archive is called', async () => {
  const bytes = torchZip({ a: floats([1], 8) }, { top: 'épreuve finale' });
  for (const name of ['x.ckpt', 'x.bin', 'x.safetensors', 'x']) {
    expect(await read(bytes, name)).toEqual({ a: [8] });
  }
});

const call = (module: string, name: string): Opcodes =>
  opcodes(global(module, name), 'X\x08\0\0\0touch me', '\x85R');

test.each<[string, Pickled, string, RegExp]>([
  ['a function of Python', call('os', 'system'), 'torch_global', /os\.system/],
  ['one in a nested name', opcodes('\x8c\x02os\x8c\x06system\x93)R'), 'torch_global', /os\.system/],
  ['one that torch itself has', call('torch.hub', 'load'), 'torch_global', /torch\.hub\.load/],
  [
    'one that looks like a tensor',
    call('torch._utils', '_rebuild_qtensor'),
    'torch_global',
    /_rebuild_qtensor/
  ],
  ['a path', call('pathlib', 'PosixPath'), 'torch_global', /pathlib\.PosixPath/],
  ['what every object has', call('builtins', '__proto__'), 'torch_global', /builtins\.__proto__/],
  [
    'what every object of ours has',
    call('collections', 'constructor'),
    'torch_global',
    /collections\.constructor/
  ],
  [
    'a detector of faces',
    call('ultralytics.nn.tasks', 'DetectionModel'),
    'torch_module',
    /ultralytics\.nn\.tasks\.DetectionModel/
  ],
  ['a name of two lines', opcodes('ctorch\n\n)R'), 'torch_global', /torch\./],
  ['the registry of extensions', opcodes('\x82\x01'), 'torch_opcode', /EXT1/],
  ['a buffer from outside', opcodes('\x97'), 'torch_opcode', /NEXT_BUFFER/],
  [
    'a complex number',
    opcodes(global('torch', 'ComplexDoubleStorage')),
    'torch_dtype',
    /ComplexDoubleStorage/
  ],
  [
    'an optimizer',
    { state: { 0: { exp_avg: floats([2]) } }, param_groups: [{ lr: 0.1 }] },
    'torch_optimizer',
    /optimizer/
  ],
  ['a hypernetwork', opcodes('}J\x40\x01\0\0', '}}\x86', 's'), 'torch_hypernetwork', /hypernetwork/],
  ['a list of tensors', [floats([1]), floats([1])], 'torch_nameless', /no names/],
  ['settings alone', { lr: 0.1, name: 'x' }, 'torch_no_tensors', /no tensors/],
  ['a call of what is no class', opcodes('X\x01\0\0\0a)R'), 'torch_pickle', /byte/],
  ['a state for a number', opcodes('K\x01}b'), 'torch_pickle', /byte/],
  ['an id that is none of torch’s', opcodes('X\x04\0\0\0fileQ'), 'torch_pickle', /byte/],
  [
    'a whole number of a kilobyte',
    opcodes('\x8b\0\x04\0\0', Buffer.alloc(1024, 1)),
    'torch_long_number',
    /1024 bytes/
  ],
  ['a name of many kilobytes', { ['k'.repeat(5000)]: floats([1]) }, 'torch_long_name', /kkk/]
])('%s is refused by its name', async (_, root, reason, says) => {
  for (const bytes of [torchZip(root), torchLegacy(root)]) {
    const found = await refusal(bytes);
    expect(found).toMatchObject({ reason });
    expect(found.said).toMatch(says);
    expect(found.said).not.toMatch(/undefined|torch_/);
  }
  expect(existsSync('me')).toBe(false);
});

const good = torchZip({ a: floats([4]) });
const end = good.length - 22;

/** With one bit of what follows `mark` turned over. */
function turned(bytes: Buffer, mark: string): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.indexOf(mark) + mark.length] ^= 1;
  return copy;
}

test.each<[string, Buffer, string]>([
  ['whose numbers were turned', turned(good, 'archive/data/0'), 'torch_checksum'],
  ['whose version was turned', turned(good, 'archive/version'), 'torch_checksum'],
  ['of a file of weights', zipOf([['a/x.safetensors', Buffer.alloc(9)]]), 'is_archive'],
  [
    'of several',
    zipOf([
      ['a.pt', Buffer.alloc(9)],
      ['readme.txt', Buffer.alloc(1)]
    ]),
    'is_archive'
  ],
  ['cut in its numbers', good.subarray(0, 300), 'torch_truncated'],
  ['cut before its end', good.subarray(0, -30), 'torch_truncated'],
  ['of other members', zipOf([['model.json', Buffer.from('{}')]]), 'torch_no_list'],
  ['of nothing', zipOf([]), 'torch_no_list'],
  [
    'with the list twice',
    zipOf([
      ['a/data.pkl', Buffer.from('N.')],
      ['a/data.pkl', Buffer.from('N.')]
    ]),
    'torch_duplicate'
  ],
  [
    'with two lists',
    zipOf([
      ['a/data.pkl', Buffer.from('N.')],
      ['b/data.pkl', Buffer.from('N.')]
    ]),
    'torch_duplicate'
  ],
  [
    'with code in it',
    zipOf([
      ['a/data.pkl', Buffer.from('N.')],
      ['a/code/x.py', Buffer.alloc(1)]
    ]),
    'torch_script'
  ],
  [
    'of a machine of the other order',
    zipOf([
      ['a/data.pkl', Buffer.from('N.')],
      ['a/byteorder', Buffer.from('big')]
    ]),
    'torch_byteorder'
  ],
  ['whose numbers are not there', zipOf([['a/data.pkl', dataOf(good)]]), 'torch_missing_storage'],
  [
    'whose numbers are too few',
    zipOf([
      ['a/data.pkl', dataOf(good)],
      ['a/data/0', Buffer.alloc(12)]
    ]),
    'torch_storage_size'
  ],
  [
    'whose directory lies outside',
    changed(good, bytes => bytes.writeUInt32LE(0x7fffffff, end + 16)),
    'torch_truncated'
  ],
  ['a pickle of something else', Buffer.from('\x80\x02}.', 'latin1'), 'torch_bare']
])('a zip %s is refused', async (_, bytes, reason) => {
  expect((await refusal(bytes)).reason).toBe(reason);
});

function dataOf(zip: Buffer): Buffer {
  const start = zip.indexOf('data.pkl') + 'data.pkl'.length;
  return zip.subarray(start, zip.indexOf('PK\x03\x04', start, 'latin1'));
}

function changed(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
}

test('an older file cut in its numbers says how much is missing', async () => {
  const error = await read(torchLegacy({ a: floats([500]) }).subarray(0, -1000)).catch(
    (thrown: Fault) => thrown
  );
  expect(error).toMatchObject({ code: 'model_truncated', facts: { found: '1.2', expected: '2.2 KB' } });
});

test.each([100, 300, 'numbers', -30, -5])('a file that is cut at %s says that it ends early', async at => {
  const zip = torchZip({ a: floats([100]) });
  const length = at === 'numbers' ? zip.indexOf('data/0') + 50 : Number(at);
  const error = await read(zip.subarray(0, length)).catch((thrown: Fault) => thrown as Fault);
  expect(error).toMatchObject({
    code: 'model_truncated',
    facts: { found: expect.stringMatching(/^[\d.]+ K?B$/) }
  });
  const said = (['en', 'zh_CN'] as const).map(language =>
    (['model_truncated', 'file_incomplete'] as const).map(code =>
      sentence(code, (error as Fault).facts as never, language)
    )
  );
  expect(JSON.stringify(said)).not.toMatch(/undefined|\/ |torch_| of /);
});

test('a file without its first half, or an older one cut in its pickles, too', async () => {
  const zip = torchZip({ a: floats([100]) });
  const older = torchLegacy({ a: floats([100]) });
  for (const bytes of [Buffer.concat([zip.subarray(0, 100), zip.subarray(-350)]), older.subarray(0, 150)]) {
    expect(await read(bytes).catch((thrown: Fault) => thrown)).toMatchObject({ code: 'model_truncated' });
  }
});

test.each<[string, Pickled, string]>([
  ['a name with a dot and a dict', { 'a.b': floats([1]), a: { b: floats([1], 1) } }, 'a.b'],
  ['a key of another type', opcodes('}(K\x01', tensorOf('0'), text('1'), tensorOf('0'), 'u'), '1'],
  ['a key that is set twice', opcodes('}(', text('a'), tensorOf('0'), text('a'), tensorOf('0'), 'u'), 'a']
])('two tensors of one name are refused: %s', async (_, root, name) => {
  for (const bytes of [torchZip({ x: floats([1]), root }), torchLegacy({ x: floats([1]), root })]) {
    const { reason, said } = await refusal(bytes);
    expect(reason).toBe('torch_duplicate');
    expect(said).toContain(`root.${name}`);
  }
});

function text(value: string): string {
  return `\x8c${String.fromCharCode(value.length)}${value}`;
}

/** A tensor of the one number in the storage of this key. */
function tensorOf(key: string): string {
  const id = `(${text('storage')}ctorch\nFloatStorage\n${text(key)}NK\x01tQ`;
  return `ctorch._utils\n_rebuild_tensor_v2\n(${id}K\0(K\x01t(K\x01ttR`;
}

test.each([
  ['reaches into the next', 'archive/data/0', 28, 8],
  ['reaches into the directory', 'archive/data/1', 28, 8],
  ['is compressed by its own header alone', 'archive/data/0', 8, 8]
])('a member that %s is refused', async (_, name, field, value) => {
  const tensors = torchZip({ a: floats([4]), b: floats([4]) });
  // Without the version behind them.
  const last = tensors.indexOf('PK\x03\x04', tensors.indexOf('archive/data/1'), 'latin1');
  const directory = tensors.indexOf('PK\x01\x02', 0, 'latin1');
  const version = tensors.lastIndexOf('PK\x01\x02', -1, 'latin1');
  const end = Buffer.from(tensors.subarray(-22));
  end.writeUInt32LE(version - directory, 12);
  end.writeUInt32LE(last, 16);
  const bytes = Buffer.concat([tensors.subarray(0, last), tensors.subarray(directory, version), end]);
  expect(await read(bytes)).toEqual({ a: [0, 1, 2, 3], b: [0, 1, 2, 3] });
  const changedAt = bytes.indexOf(name) - 30 + field;
  const found = await refusal(changed(bytes, copy => copy.writeUInt16LE(value, changedAt)));
  expect(found.reason).toBe('torch_archive');
  expect(found.said).toContain(name);
});

test.each<[string, Opcodes]>([
  ['a million empty lists', opcodes(']('.concat(']'.repeat(900_000)), 'e')],
  ['a million marks', opcodes('('.repeat(900_000))],
  ['lists a hundred thousand deep', opcodes(']'.repeat(100_000), 'a'.repeat(99_999))],
  ['copies of copies', opcodes('](K\x01e', '2\x86'.repeat(200_000))],
  ['a million memos', opcodes('N', '\x94'.repeat(900_000))],
  ['sixteen megabytes of opcodes', opcodes('N0'.repeat(8_000_000))]
])('%s end at once', async (_, root) => {
  const bytes = torchZip({ a: root });
  await inFolder(folder => {
    writeFileSync(join(folder, 'x.pt'), bytes);
    const before = process.memoryUsage().rss;
    const seconds = cpuSeconds(() => {
      expect(() => readWeightsHeader(join(folder, 'x.pt'))).toThrow(
        expect.objectContaining({ name: 'Fault' })
      );
    });
    expect(seconds).toBeLessThan(2);
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });
});

test.each([
  ['an embedding of A1111', 'embedding', { string_to_param: { '*': floats([2, 32]) }, name: 'x' }],
  ['one of several words', 'embedding', { string_to_param: { '*': floats([2, 32]), cat: floats([1, 32]) } }],
  ["diffusers' of two words", 'embedding', { '<cat.toy>': floats([32]), '<dog>': floats([32]) }],
  ['two layers', 'checkpoint', { '0.weight': floats([2, 32]), '1.weight': floats([2, 32]) }],
  [
    'a LoRA',
    'lora',
    { 'lora_unet_x.lora_down.weight': floats([1, 4]), 'lora_unet_x.lora_up.weight': floats([4, 1]) }
  ],
  ['an upscaler', 'upscaler', { params_ema: { 'body.0.rdb1.conv1.weight': floats([1, 1, 1, 1]) } }],
  ['one of several cards', 'upscaler', { params: { 'module.body.0.weight': floats([1, 1, 1, 1]) } }],
  [
    'a VAE',
    'vae',
    { state_dict: { 'encoder.conv_in.weight': floats([1, 1, 1, 1]), 'loss.logvar': floats([1]) } }
  ]
])('%s is told by its names', (_, kind, root) =>
  inFolder(folder => {
    writeFileSync(join(folder, 'x.pt'), torchZip(root as Pickled));
    expect(fileKindOf(readWeightsHeader(join(folder, 'x.pt')))).toBe(kind);
  })
);

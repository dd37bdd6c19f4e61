import fc from 'fast-check';
import { findFile, type NamedFile } from './find-file';

const names = ['sd/Dreamy v1', 'other/dreamy-v1', 'style-2', 'Style_2b', 'ink'];

test.each([
  ['ink', 'ink'],
  ['INK', 'ink'],
  ['ink.safetensors', 'ink'],
  ['ink.safetensors [1234abcd]', 'ink'],
  ['loras\\ink.ckpt', 'ink'],
  ['other/dreamy-v1', 'other/dreamy-v1'],
  ['other/Dreamy_V1', 'other/dreamy-v1'],
  ['style 2', 'style-2'],
  ['style2', undefined],
  ['inks', undefined],
  ['', undefined]
])('%j is the file %s', (written, name) => {
  const all = names.map(each => ({ name: each }));
  expect(findFile(written, all)).toEqual(name === undefined ? null : { file: { name } });
});

test('a name that is two but for its spelling is either', () =>
  expect(
    findFile(
      'dreamy_v1',
      names.map(name => ({ name }))
    )
  ).toEqual({ candidates: [{ name: 'sd/Dreamy v1' }, { name: 'other/dreamy-v1' }] }));

const hash = (digits: string): string => digits.padEnd(64, '0');
const files: NamedFile[] = [
  { name: 'add_detail', path: 'style/add_detail.safetensors', sha256: hash('aa11aa11aa11') },
  {
    name: 'ink',
    path: 'ink.safetensors',
    aliases: ['Ink Wash XL'],
    sha256: hash('bb22'),
    autov3: 'cc33dd44ee55'
  },
  { name: 'a/twin', path: 'a/twin.safetensors', sha256: hash('1111222233') },
  { name: 'b/twin', path: 'b/twin.safetensors', sha256: hash('4444555566') },
  { name: 'a/same', path: 'a/same.safetensors', sha256: hash('7777') },
  { name: 'b/same', path: 'b/same.safetensors', sha256: hash('7777') },
  { name: 'root', path: 'root.safetensors', sha256: null },
  { name: 'deep/root', path: 'deep/root.safetensors', sha256: null },
  { name: 'v1.5-pruned', path: 'v1.5-pruned.safetensors' },
  { name: 'both', path: 'both.safetensors' },
  { name: 'both.ckpt', path: 'both.ckpt' },
  { name: 'café', path: 'café.safetensors' },
  { name: '光 と 影', path: '中文/光 と 影.safetensors' },
  { name: 'shared-1', path: 'shared-1.safetensors', sharedAliases: ['Detail_Tweaker'] },
  { name: 'shared-2', path: 'shared-2.safetensors', sharedAliases: ['detail_tweaker'] },
  { name: 'torchvae.vae', path: 'torchvae.vae.pt' },
  { name: 'Version [final]', path: 'Version [final].safetensors' }
];

test.each([
  ['style/add_detail', 'add_detail'],
  ['style\\add_detail.safetensors', 'add_detail'],
  ['./Lora/Style/ADD detail.pt', 'add_detail'],
  ['C:\\sd\\models\\Lora\\style\\add_detail.safetensors', 'add_detail'],
  ['elsewhere/add_detail', 'add_detail'],
  ['  ink  ', 'ink'],
  ['Ink Wash XL', 'ink'],
  ['ink_wash-xl.safetensors', 'ink'],
  ['bb22000000', 'ink'],
  ['cc33dd44ee55', 'ink'],
  ['gone.safetensors [bb22000000]', 'ink'],
  ['twin [4444555566]', 'b/twin'],
  ['twin.safetensors [1111222233]', 'a/twin'],
  ['b\\twin.safetensors', 'b/twin'],
  ['same', 'a/same'],
  ['root', 'root'],
  ['root.safetensors', 'root'],
  ['v1.5-pruned.ckpt', 'v1.5-pruned'],
  ['both.ckpt', 'both.ckpt'],
  ['both.safetensors', 'both'],
  ['cafe\u0301', 'café'],
  ['中文/光 と 影', '光 と 影'],
  ['光_と_影', '光 と 影'],
  ['torchvae', 'torchvae.vae'],
  ['TorchVAE.pt', 'torchvae.vae'],
  ['version [FINAL]', 'Version [final]']
])('%j is the file %s', (written, name) =>
  expect(findFile(written, files)).toMatchObject({ file: { name } })
);

test.each([
  ['twin', ['a/twin', 'b/twin']],
  ['TWIN.pt', ['a/twin', 'b/twin']],
  ['twin [9999999999]', ['a/twin', 'b/twin']],
  ['twin-2', ['a/twin', 'b/twin']],
  ['detail tweaker', ['shared-1', 'shared-2']]
])('%j may be any of %j', (written, names) => {
  const candidates = names.map(name => expect.objectContaining({ name }));
  expect(findFile(written, files)).toEqual({ candidates });
});

test('a hash beside a name that chooses a file called otherwise is told, however short it is', () => {
  const other = { name: 'other', sha256: '3'.repeat(64) };
  const all = [{ name: 'ink', sha256: 'a'.repeat(64) }, other];
  for (const hash of ['33333333', '333333333', '3333333333']) {
    const beside = { hash, other: true, unread: [] };
    expect(findFile(`ink [${hash}]`, all)).toEqual({ file: other, beside });
  }
  // A1111's old kind, of which nothing is known here.
  expect(findFile('ink [12345678]', all)).toEqual({ file: all[0] });
});

test.each([
  ['81761151', { hash: '81761151', old: true }],
  ['deadbeef01', { hash: 'deadbeef01', old: false }],
  ['gone [deadbeef01]', null],
  ['inks', null],
  ['.', null],
  ['///', null],
  ['.safetensors', null]
])('%j is no file', (written, found) => expect(findFile(written, files)).toEqual(found));

const step = fc
  .stringMatching(/^[\p{L}\p{N}_. -]{1,8}$/u)
  .filter(text => /[\p{L}\p{N}]$/u.test(text.normalize('NFC')));
const place = fc.array(step, { minLength: 1, maxLength: 3 }).map(steps => `${steps.join('/')}.safetensors`);

test('a file is found by its place, whatever lies beside it', () =>
  fc.assert(
    fc.property(
      fc.uniqueArray(place, { minLength: 1, maxLength: 6, selector: each => each.trim() }),
      places => {
        const all = places.map(path => ({ name: path, path }));
        for (const path of places) {
          expect(findFile(path, all)).toEqual({ file: { name: path, path } });
        }
      }
    )
  ));

test('nothing that is written throws, and what is found was there', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), written => {
      const found = findFile(written, files);
      const those =
        found === null || 'hash' in found ? [] : 'file' in found ? [found.file] : found.candidates;
      expect(files).toEqual(expect.arrayContaining([...those]));
    }),
    { numRuns: 500 }
  ));

import { findFileName } from './find-file';

const names = ['sd/Dreamy v1', 'other/dreamy-v1', 'style-2', 'Style_2b', 'ink'];

test.each([
  ['ink', 'ink'],
  ['INK', 'ink'],
  ['ink.safetensors', 'ink'],
  ['ink.safetensors [1234abcd]', 'ink'],
  ['loras\\ink.ckpt', 'ink'],
  ['other/dreamy-v1', 'other/dreamy-v1'],
  ['other/Dreamy_V1', 'other/dreamy-v1'],
  ['dreamy_v1', 'sd/Dreamy v1'],
  ['style 2', 'style-2'],
  ['style2', undefined],
  ['inks', undefined],
  ['', undefined]
])('%j is the file %s', (written, name) => expect(findFileName(written, names)).toBe(name));

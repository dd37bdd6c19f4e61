/** Pictures made to cost time or memory: each is read or left unread within a moment. */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { recipeOf } from '../encode';
import { readPictureSettings } from '../picture-text';
import { pictureTexts } from '.';
import { exifBlock, jpegWith, pngChunk, pngWith, userComment, webpWith } from './testing';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const TAGS = [0x9286, 0x010e, 0x9c9c, 0x9c9b, 0x9c9f, 0x9c9e, 0x010f, 0x0110, 0x0131, 0x927c, 0x8769];

type Entry = { tag: number; type: number; count: number; at: number };

/** A block whose only directory has these entries. */
function directory(entries: readonly Entry[], bytes: number, filling: number): Buffer {
  const block = Buffer.alloc(bytes, filling);
  block.write('MM\0*\0\0\0\x08', 'latin1');
  block.writeUInt16BE(entries.length, 8);
  entries.forEach(({ tag, type, count, at }, k) => {
    const start = 10 + k * 12;
    block.writeUInt16BE(tag, start);
    block.writeUInt16BE(type, start + 2);
    block.writeUInt32BE(count, start + 4);
    block.writeUInt32BE(at, start + 8);
  });
  return block;
}

async function inTime(picture: Buffer, limit = 2000): Promise<void> {
  const began = process.cpuUsage();
  const { text } = await readPictureSettings(picture);
  expect(['string', 'object']).toContain(typeof text);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1e3).toBeLessThan(limit);
}

test('a directory whose every entry is the whole block', async () => {
  const bytes = 63_000;
  for (const filling of [0x41, 0, 0xe4]) {
    const entries = Array.from({ length: 5200 }, (_, k) => ({
      tag: TAGS[k % 10],
      type: 7,
      count: bytes,
      at: 0
    }));
    await inTime(
      await jpegWith([0xe1, Buffer.concat([latin1('Exif\0\0'), directory(entries, bytes, filling)])])
    );
  }
});

test('hundreds of such blocks', async () => {
  const entries = TAGS.slice(0, 10).map(tag => ({ tag, type: 7, count: 60_000, at: 200 }));
  const block = Buffer.concat([latin1('Exif\0\0'), directory(entries, 60_000, 0x41)]);
  await inTime(await jpegWith(...Array<[number, Buffer]>(200).fill([0xe1, block])), 5000);
});

test('entries that point anywhere', async () => {
  const entry = fc.record({
    tag: fc.constantFrom(...TAGS),
    type: fc.nat(14),
    count: fc.oneof(fc.nat(70_000), fc.constantFrom(2 ** 31, 2 ** 32 - 1)),
    at: fc.oneof(fc.nat(60_000), fc.constantFrom(8, 9, 2 ** 32 - 1))
  });
  const entries = fc.oneof(
    fc.array(entry, { maxLength: 80 }),
    fc
      .tuple(entry, fc.integer({ min: 1000, max: 4800 }))
      .map(([one, length]) => Array<Entry>(length).fill(one))
  );
  await fc.assert(
    fc.asyncProperty(entries, fc.constantFrom(0, 0x41, 0x1b, 0xff), async (each, filling) => {
      await inTime(await webpWith('EXIF', directory(each, 60_000, filling)));
    }),
    { numRuns: 60 }
  );
});

test('the first value of a tag is read, and zeros before the end of one cost no time', async () => {
  const twice = exifBlock([userComment(latin1('one two')), userComment(latin1('three four'))]);
  expect(pictureTexts(await webpWith('EXIF', twice))).toEqual([{ key: 'UserComment', text: 'one two' }]);
  const zeros = Buffer.alloc(1_000_000);
  zeros[zeros.length - 1] = 0x41;
  await inTime(await webpWith('EXIF', exifBlock([{ tag: 0x927c, value: zeros }])));
  await inTime(await pngWith(pngChunk('tEXt', Buffer.concat([latin1('parameters\0'), zeros]))));
});

test.each([
  ['a list within lists', '['.repeat(20_000) + ']'.repeat(20_000)],
  ['an object within objects', '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)]
])('%s is no setting', async (_, value) => {
  const text = `{"positive_prompt": "a cat", "scheduler": "euler", "steps": ${value}, "seed": 3}`;
  const found = await readPictureSettings(
    await pngWith(pngChunk('tEXt', latin1(`invokeai_metadata\0${text}`)))
  );
  expect(found.text).toContain('Seed: 3');
  expect(found.text).not.toContain('Steps');
});

const many = <Part>(count: number, part: (k: number) => Part): Part[] =>
  Array.from({ length: count }, (_, k) => part(k));
const chunks = (count: number, type: string, data: Buffer): Promise<Buffer> =>
  pngWith(Buffer.concat(Array<Buffer>(count).fill(pngChunk(type, data))));
const SETTINGS = latin1('parameters\0a cat\nSteps: 20, Sampler: Euler a, Seed: 1');
const large = deflateSync(Buffer.alloc(4_100_000));
const fitting = deflateSync(Buffer.alloc(3_900_000));

describe('thousands of parts cost no more than a few', () => {
  const heads: [string, string][] = [
    ['zTXt', 'k\0\0'],
    ['iTXt', 'k\0\x01\0\0\0']
  ];
  test.each(heads)(
    '%s that unfold too far, are damaged at their end, or fill all room',
    async (type, head) => {
      for (const packed of [large, fitting.subarray(0, -4), fitting]) {
        const picture = await chunks(2000, type, Buffer.concat([latin1(head), packed]));
        await inTime(picture);
        const began = process.cpuUsage();
        expect(recipeOf(picture)).toBeNull();
        const { user, system } = process.cpuUsage(began);
        expect((user + system) / 1e3).toBeLessThan(1000);
      }
    }
  );

  test('texts, profiles and Exif of a PNG without anything in them', async () => {
    await inTime(await chunks(500_000, 'tEXt', latin1('k\0a')));
    await inTime(await chunks(500_000, 'abCd', Buffer.alloc(0)));
    await inTime(await chunks(100_000, 'eXIf', exifBlock([])));
    await inTime(await chunks(50_000, 'tEXt', latin1('Raw profile type iptc\0\niptc\n 5\n1c02780000')));
  });

  test('segments of a JPEG', async () => {
    const guid = (k: number): Buffer =>
      latin1(`http://ns.adobe.com/xmp/extension/\0${String(k).padStart(32, '0')}\0\0\0\0\0\0\0\0`);
    const marks: [number, (k: number) => Buffer][] = [
      [0xfe, () => Buffer.alloc(0)],
      [0xfe, () => Buffer.alloc(60, 97)],
      [0xe2, () => Buffer.alloc(0)],
      [0xe1, guid],
      [0xe1, () => latin1('http://ns.adobe.com/xap/1.0/\0<x description="a"/>')],
      [0xe1, () => Buffer.concat([latin1('Exif\0\0'), exifBlock([])])],
      [0xed, () => latin1('\x1c\x02\x78\0\0'.repeat(20))]
    ];
    for (const [marker, data] of marks) {
      await inTime(await jpegWith(...many(30_000, k => [marker, data(k)] as [number, Buffer])));
    }
    const filled = Buffer.alloc(60_000, latin1('\x1c\x02\x78\0\0'));
    await inTime(await jpegWith(...many(300, () => [0xed, filled] as [number, Buffer])));
  });

  test('chunks of a WebP', async () => {
    const packet = latin1('<x:description>a</x:description>');
    const webp = await webpWith('XMP ', packet);
    for (const part of [
      Buffer.from('XMP \0\0\0\0'),
      Buffer.from('none\0\0\0\0'),
      Buffer.from('EXIF\x02\0\0\0II')
    ]) {
      const more = Buffer.concat([webp, ...many(200_000, () => part)]);
      more.writeUInt32LE(more.length - 8, 4);
      await inTime(more);
    }
  });
});

test('settings among a few texts that are too large are read', async () => {
  const heavy = pngChunk('zTXt', Buffer.concat([latin1('history\0\0'), large]));
  for (const settings of [
    pngChunk('tEXt', SETTINGS),
    pngChunk('zTXt', Buffer.concat([latin1('parameters\0\0'), deflateSync(SETTINGS.subarray(11))]))
  ]) {
    const { text } = await readPictureSettings(
      await pngWith(Buffer.concat([...many(10, () => heavy), settings]))
    );
    expect(text).toContain('Steps: 20');
  }
});

test('what has no room is named, whatever holds it', async () => {
  const remarks = async (picture: Buffer): Promise<unknown> => (await readPictureSettings(picture)).remarks;
  const large = (name: string): unknown => [{ code: 'picture_text_large', facts: { names: [name] } }];
  const value = Buffer.alloc(4_100_000, 97);
  expect(await remarks(await webpWith('EXIF', exifBlock([userComment(value)])))).toEqual(
    large('UserComment')
  );
  expect(await remarks(await webpWith('XMP ', value))).toEqual(large('XMP'));
  expect(await remarks(await pngWith(pngChunk('eXIf', exifBlock([userComment(value)]))))).toEqual(
    large('UserComment')
  );
});

import fc from 'fast-check';
import { deflateSync, gzipSync } from 'node:zlib';
import type { PictureText } from '../../../language/infotext/foreign';
import { readPictureSettings } from '../picture-text';
import { pictureTexts, stealthText } from '.';
import {
  exifBlock,
  type ExifTag,
  jpegWith,
  pngChunk,
  pngWith,
  stealthPicture,
  userComment,
  utf16be,
  webpWith
} from './testing';

const SAID =
  'a lighthouse, café 灯塔 🐱\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 11, Size: 64x64';
const LATIN = 'naïve café\nSteps: 20, Sampler: Euler a, Seed: 11';
const CHINESE = '灯塔在悬崖上，日落，金色的光，一只猫，高清';
const JAPANESE = '灯台のある崖';
const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const marked = (mark: string, text: Buffer): Buffer => Buffer.concat([latin1(mark), text]);
const keyed = (key: string, ...rest: (Buffer | string)[]): Buffer =>
  Buffer.concat([latin1(`${key}\0`), ...rest.map(each => Buffer.from(each))]);

const textOf = (texts: readonly PictureText[], key: string): string | undefined =>
  texts.find(each => each.key === key)?.text;

describe('chunks of a PNG', () => {
  test.each<[string, Buffer, string]>([
    ['UTF-8 in tEXt', pngChunk('tEXt', keyed('parameters', utf8(SAID))), SAID],
    ['Latin-1 in tEXt', pngChunk('tEXt', keyed('parameters', latin1(LATIN))), LATIN],
    [
      'Windows’ quotes in tEXt',
      pngChunk('tEXt', keyed('parameters', Buffer.from([0x93, 0x61, 0x94]))),
      '“a”'
    ],
    ['UTF-8 in zTXt', pngChunk('zTXt', keyed('parameters', '\0', deflateSync(utf8(SAID)))), SAID],
    ['Latin-1 in zTXt', pngChunk('zTXt', keyed('parameters', '\0', deflateSync(latin1(LATIN)))), LATIN],
    ['iTXt', pngChunk('iTXt', keyed('parameters', '\0\0\0\0', utf8(SAID))), SAID],
    ['iTXt with a language', pngChunk('iTXt', keyed('parameters', '\0\0zh-CN\0参数\0', utf8(SAID))), SAID],
    ['compressed iTXt', pngChunk('iTXt', keyed('parameters', '\x01\0\0\0', deflateSync(utf8(SAID)))), SAID],
    ['Latin-1 in iTXt', pngChunk('iTXt', keyed('parameters', '\0\0\0\0', latin1(LATIN))), LATIN],
    ['a byte order mark', pngChunk('iTXt', keyed('parameters', '\0\0\0\0\ufeff', utf8(SAID))), SAID],
    [
      'CR LF and zeros behind',
      pngChunk('tEXt', keyed('parameters', utf8(`${SAID.replace(/\n/g, '\r\n')}\0\0`))),
      SAID
    ]
  ])('%s is read', async (_, chunk, said) => {
    expect(textOf(pictureTexts(await pngWith(chunk)), 'parameters')).toBe(said);
    expect(textOf(pictureTexts(await pngWith(chunk, true)), 'parameters')).toBe(said);
  });

  test('a wrong checksum spoils nothing, a chunk that is cut short is left out', async () => {
    const chunk = pngChunk('tEXt', keyed('parameters', utf8(SAID)));
    chunk[chunk.length - 1] ^= 1;
    const png = await pngWith(chunk);
    expect(textOf(pictureTexts(png), 'parameters')).toBe(SAID);
    expect(pictureTexts(png.subarray(0, 33 + 60))).toEqual([]);
    // The text is there though the pixels are not.
    expect(textOf(pictureTexts(png.subarray(0, 33 + chunk.length + 20)), 'parameters')).toBe(SAID);
  });

  test('Exif and profiles are read from chunks of their own', async () => {
    const block = exifBlock([userComment(marked('UNICODE\0', utf16be(SAID)))]);
    const profile = (name: string, data: Buffer): Buffer =>
      pngChunk(
        'zTXt',
        keyed(
          `Raw profile type ${name}`,
          '\0',
          deflateSync(
            `\n${name}\n${String(data.length).padStart(8)}\n${data.toString('hex').replace(/.{72}/g, '$&\n')}\n`
          )
        )
      );
    const comment = async (chunk: Buffer, key = 'UserComment'): Promise<string | undefined> =>
      textOf(pictureTexts(await pngWith(chunk)), key);
    expect(await comment(pngChunk('eXIf', block))).toBe(SAID);
    expect(await comment(profile('exif', marked('Exif\0\0', block)))).toBe(SAID);
    expect(await comment(profile('APP1', marked('Exif\0\0', block)))).toBe(SAID);
    expect(await comment(profile('xmp', utf8(xmp('UserComment', SAID))))).toBe(SAID);
    expect(await comment(profile('iptc', iptc(utf8(SAID))), 'Caption')).toBe(SAID);
    expect(
      await comment(pngChunk('iTXt', keyed('XML:com.adobe.xmp', '\0\0\0\0', xmp('UserComment', SAID))))
    ).toBe(SAID);
  });

  test('texts that unfold without end are left out, and the others are read', async () => {
    const bomb = pngChunk('zTXt', keyed('bomb', '\0', deflateSync(Buffer.alloc(50_000_000))));
    const began = Date.now();
    const texts = pictureTexts(
      await pngWith(
        Buffer.concat([
          ...Array<Buffer>(20).fill(bomb),
          pngChunk('tEXt', keyed('parameters', SAID.slice(0, 12)))
        ])
      )
    );
    expect(texts).toEqual([{ key: 'parameters', text: SAID.slice(0, 12) }]);
    expect(Date.now() - began).toBeLessThan(3000);
  });
});

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\n/g, '&#xA;');
const xmp = (name: string, text: string): string =>
  `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description rdf:about="" xmlns:exif="e">` +
  `<exif:${name}><rdf:Alt><rdf:li xml:lang="x-default">${escape(text)}</rdf:li></rdf:Alt></exif:${name}></rdf:Description></rdf:RDF></x:xmpmeta>`;
function iptc(text: Buffer): Buffer {
  const head = Buffer.from([0x1c, 2, 120, 0, 0]);
  head.writeUInt16BE(text.length, 3);
  const data = Buffer.concat([head, text]);
  const resource = Buffer.from('8BIM\x04\x04\0\0\0\0\0\0', 'latin1');
  resource.writeUInt32BE(data.length, 8);
  return Buffer.concat([latin1('Photoshop 3.0\0'), resource, data]);
}

describe('the user comment of Exif', () => {
  const cases: [string, Buffer, string][] = [
    ['UNICODE, big-endian', marked('UNICODE\0', utf16be(SAID)), SAID],
    ['UNICODE, little-endian', marked('UNICODE\0', Buffer.from(SAID, 'utf16le')), SAID],
    ['UNICODE with a mark of order', marked('UNICODE\0', Buffer.from(`\ufeff${SAID}`, 'utf16le')), SAID],
    ['UNICODE in small letters', marked('Unicode\0', utf16be(SAID)), SAID],
    ['UNICODE holding UTF-8', marked('UNICODE\0', utf8(SAID)), SAID],
    ['UNICODE, all Chinese, big-endian', marked('UNICODE\0', utf16be(CHINESE)), CHINESE],
    ['UNICODE, all Chinese, little-endian', marked('UNICODE\0', Buffer.from(CHINESE, 'utf16le')), CHINESE],
    ['UNICODE, zeros behind', marked('UNICODE\0', utf16be(`${SAID}\0\0`)), SAID],
    ['ASCII', marked('ASCII\0\0\0', latin1('Steps: 20')), 'Steps: 20'],
    ['ASCII holding UTF-8', marked('ASCII\0\0\0', utf8(SAID)), SAID],
    ['ASCII holding Latin-1', marked('ASCII\0\0\0', latin1(LATIN)), LATIN],
    ['eight zeros', marked('\0\0\0\0\0\0\0\0', utf8(SAID)), SAID],
    [
      'eight zeros before UTF-16',
      marked('\0\0\0\0\0\0\0\0', utf16be('Steps: 20, Seed: 1')),
      'Steps: 20, Seed: 1'
    ],
    ['no mark', utf8(SAID), SAID],
    ['no mark before JSON', utf8('{"steps": 20}'), '{"steps": 20}'],
    [
      'JIS holding Shift JIS',
      marked('JIS\0\0\0\0\0', Buffer.from('939491e482cc82a082e98a52', 'hex')),
      JAPANESE
    ],
    [
      'JIS by its escapes',
      marked('JIS\0\0\0\0\0', Buffer.from('1b244245744266244e24221b284261', 'hex')),
      '灯台のあa'
    ]
  ];
  test.each(cases)('%s is read, in either order of the TIFF, in JPEG and WebP', async (_, value, said) => {
    for (const little of [true, false]) {
      const block = exifBlock([userComment(value)], little);
      const jpeg = await jpegWith([0xe1, marked('Exif\0\0', block)]);
      expect(textOf(pictureTexts(jpeg), 'UserComment')).toBe(said);
      expect(textOf(pictureTexts(await webpWith('EXIF', block)), 'UserComment')).toBe(said);
      expect(textOf(pictureTexts(await webpWith('EXIF', marked('Exif\0\0', block))), 'UserComment')).toBe(
        said
      );
    }
  });

  test.each<[string, ExifTag, string, string]>([
    ['a comment in the outer directory', { tag: 0x9286, value: utf8(SAID) }, 'UserComment', SAID],
    [
      'a comment of type ASCII',
      { tag: 0x9286, type: 2, value: utf8(SAID), inner: true },
      'UserComment',
      SAID
    ],
    ['the description', { tag: 0x010e, type: 2, value: utf8(`${SAID}\0`) }, 'ImageDescription', SAID],
    [
      'Windows’ comment',
      { tag: 0x9c9c, type: 1, value: Buffer.from(`${SAID}\0`, 'utf16le') },
      'XPComment',
      SAID
    ],
    ['ComfyUI’s graph', { tag: 0x0110, type: 2, value: utf8('prompt:{"3": {}}\0') }, 'prompt', '{"3": {}}'],
    [
      'ComfyUI’s workflow',
      { tag: 0x010f, type: 2, value: utf8('workflow:{"nodes": []}\0') },
      'workflow',
      '{"nodes": []}'
    ]
  ])('%s is read', async (_, tag, key, said) => {
    const software = { tag: 0x0131, type: 2, value: utf8('some editor\0') };
    expect(textOf(pictureTexts(await webpWith('EXIF', exifBlock([software, tag]))), key)).toBe(said);
  });
});

describe('other blocks', () => {
  test('XMP is read as element and attribute, in JPEG, WebP and in parts', async () => {
    const json = '{"c":"a <cat> & \\"dog\\"","steps":20}';
    const attribute = `<rdf:Description exif:UserComment='${escape(json)}'/>`;
    for (const packet of [xmp('UserComment', json), attribute]) {
      const jpeg = await jpegWith([0xe1, marked('http://ns.adobe.com/xap/1.0/\0', utf8(packet))]);
      expect(textOf(pictureTexts(jpeg), 'UserComment')).toBe(json);
      expect(textOf(pictureTexts(await webpWith('XMP ', utf8(packet))), 'UserComment')).toBe(json);
    }
    const packet = utf8(xmp('description', SAID));
    const part = (from: number, to: number): [number, Buffer] => [
      0xe1,
      marked(
        `http://ns.adobe.com/xmp/extension/\0${'g'.repeat(32)}\0\0\0\0\0\0\0\0`,
        packet.subarray(from, to)
      )
    ];
    expect(textOf(pictureTexts(await jpegWith(part(0, 100), part(100, 9999))), 'description')).toBe(SAID);
  });

  test('the parts of a long XMP packet are put together by their offsets, those of the packet’s own GUID alone', async () => {
    const own = 'A'.repeat(32);
    const part = (guid: string, text: string, from: number, to: number): [number, Buffer] => {
      const numbers = Buffer.alloc(8);
      numbers.writeUInt32BE(utf8(text).length);
      numbers.writeUInt32BE(from, 4);
      const head = marked(`http://ns.adobe.com/xmp/extension/\0${guid}`, numbers);
      return [0xe1, Buffer.concat([head, utf8(text).subarray(from, to)])];
    };
    const main: [number, Buffer] = [
      0xe1,
      marked('http://ns.adobe.com/xap/1.0/\0', utf8(`<rdf:Description xmpNote:HasExtendedXMP="${own}"/>`))
    ];
    const [said, older] = [xmp('description', SAID), xmp('description', LATIN)];
    const stale = part('B'.repeat(32), older, 0, 9999);
    const parts = [part(own, said, 200, 9999), part(own, said, 100, 200), part(own, said, 0, 100)];
    for (const segments of [
      [main, stale, ...parts],
      [...parts, main, stale]
    ]) {
      expect(pictureTexts(await jpegWith(...segments))).toEqual([{ key: 'description', text: SAID }]);
    }
    expect(pictureTexts(await jpegWith(stale, ...parts)).map(({ text }) => text)).toEqual([LATIN, SAID]);
  });

  test('the comment of a JPEG and Photoshop’s caption are read', async () => {
    expect(pictureTexts(await jpegWith([0xfe, utf8(SAID)]))).toEqual([{ key: 'comment', text: SAID }]);
    expect(pictureTexts(await jpegWith([0xed, iptc(utf8(SAID))]))).toEqual([{ key: 'Caption', text: SAID }]);
  });
});

describe('text hidden in pixels', () => {
  test.each(['stealth_pnginfo', 'stealth_pngcomp', 'stealth_rgbinfo', 'stealth_rgbcomp'])(
    '%s is read',
    async signature => {
      expect(await stealthText(await stealthPicture(signature, SAID))).toBe(SAID);
      expect(await stealthText(await stealthPicture(signature, SAID, 'webp'))).toBe(SAID);
      expect((await readPictureSettings(await stealthPicture(signature, SAID))).text).toBe(SAID);
    }
  );

  test('what is no text, or unfolds without end, is none', async () => {
    expect(await stealthText(await stealthPicture('stealth_pngcamp', SAID))).toBeNull();
    expect(await stealthText(await pngWith(Buffer.alloc(0)))).toBeNull();
    const bomb = gzipSync(Buffer.alloc(1_000_000)).toString('latin1');
    expect(await stealthText(await stealthPicture('stealth_pnginfo', bomb))).not.toBe('');
  });
});

test('a picture without settings names the texts it has', async () => {
  const chunks = [
    pngChunk('tEXt', keyed('workflow', '{"nodes": []}')),
    pngChunk('tEXt', keyed('Software', 'x'))
  ];
  expect(await readPictureSettings(await pngWith(Buffer.concat(chunks)))).toMatchObject({
    text: null,
    unread: ['workflow']
  });
});

test('no bytes behind a signature are more than unread, or take long', async () => {
  const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
  const size = (bytes: Buffer): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(bytes.length);
    return head;
  };
  const opening = fc.constantFrom<(body: Buffer) => Buffer>(
    body => Buffer.concat([PNG, body]),
    body => Buffer.concat([PNG, pngChunk('eXIf', marked('MM\0*\0\0\0\x08', body))]),
    body => Buffer.concat([PNG, size(body), latin1('iTXt'), body]),
    body =>
      Buffer.concat([
        PNG,
        pngChunk('tEXt', keyed('Raw profile type exif', `\nexif\n9\n${body.toString('hex')}`))
      ]),
    body => Buffer.concat([PNG, pngChunk('iTXt', keyed('XML:com.adobe.xmp', '\0\0\0\0', body))]),
    body => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), body]),
    body =>
      Buffer.concat([
        Buffer.from([0xff, 0xd8, 0xff, 0xed, 0xff, 0xff]),
        marked('Photoshop 3.0\x008BIM', body)
      ]),
    body => Buffer.concat([latin1('RIFF\0\0\0\0WEBPEXIF'), body]),
    body => Buffer.concat([latin1('RIFF\0\0\0\0WEBPXMP \xff\xff\0\0<a:UserComment>'), body])
  );
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .array(fc.constantFrom(0, 1, 2, 7, 8, 0x86, 0x87, 0x69, 0x92, 0xff, 0x3c, 0x2f), { maxLength: 100 })
      .map(each => Uint8Array.from(each))
  );
  await fc.assert(
    fc.asyncProperty(opening, body, async (open, bytes) => {
      const began = Date.now();
      const { text } = await readPictureSettings(open(Buffer.from(bytes)));
      expect(['string', 'object']).toContain(typeof text);
      expect(Date.now() - began).toBeLessThan(1000);
    }),
    { numRuns: 1500 }
  );
});

describe('what can not be read', () => {
  const codes = async (chunk: Buffer): Promise<[string | null, string[]]> => {
    const { text, remarks } = await readPictureSettings(await pngWith(chunk));
    return [text && 'settings', remarks.map(({ code }) => code)];
  };

  test.each([
    ['zTXt', '\0'],
    ['iTXt', '\x01\0\0\0']
  ])('a text too large in %s is said by its name', async (type, head) => {
    const chunk = pngChunk(type, keyed('parameters', head, deflateSync(Buffer.alloc(5_000_000, 97))));
    expect(await codes(chunk)).toEqual([null, ['picture_text_large']]);
  });

  test('so is one that is no settings for its length', async () => {
    expect(await codes(pngChunk('tEXt', keyed('parameters', 'a '.repeat(40_000))))).toEqual([
      null,
      ['picture_text_large']
    ]);
  });

  test('a text in GBK is said to be in an encoding that is not known', async () => {
    const said = Buffer.from([0xb5, 0xc6, 0xcb, 0xfe, 0xd4, 0xda, 0xd0, 0xfc]);
    const chunk = pngChunk('tEXt', keyed('parameters', said, '\nSteps: 20, Sampler: Euler a, Seed: 1'));
    expect(await codes(chunk)).toEqual(['settings', ['picture_text_encoding']]);
    expect(await codes(pngChunk('tEXt', keyed('parameters', latin1(LATIN))))).toEqual(['settings', []]);
  });

  test('prose has no writer', async () => {
    const found = await readPictureSettings(
      await pngWith(pngChunk('tEXt', keyed('parameters', 'a lighthouse')))
    );
    expect([found.text, found.writer]).toEqual(['a lighthouse', null]);
  });
});

test.each(['[cat|dog] in a hat', '{{masterpiece}}, 1girl', '{a|b}', '[[bad]], hat', '<lora:ink:1> a cat'])(
  'a picture whose prompt opens with a bracket is read: %s',
  async prompt => {
    const text = `${prompt}\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 3, Size: 128x128`;
    const png = await pngWith(pngChunk('tEXt', keyed('parameters', latin1(text))));
    expect(await readPictureSettings(png)).toMatchObject({ text, unread: [] });
  }
);

import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import { buildInfotext } from '../../language/infotext/write';
import { withPngText } from '../images/png-text';
import { sharp } from '../images/sharp';
import type { Service } from '../service/service';
import {
  type Client,
  type Reply,
  serveService,
  stopService,
  submit,
  temporaryFolder,
  testService,
  untilJob
} from '../testing/test-service';
import type { Fault } from '../../schema/fault';

const png = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 24, height: 16, channels: 3, background } })
    .png()
    .toBuffer();
const upload = (client: Client, body: Buffer | string, type = 'image/png'): Promise<Reply> =>
  client.send('POST', '/v1/images', { body, headers: { 'content-type': type } });
const hashOf = (reply: Reply): string => (reply.json as { image: string }).image;

async function served(): Promise<{ service: Service; client: Client }> {
  const service = await testService();
  return { service, client: await serveService(service) };
}

test('a picture that is uploaded has a name, its size and its infotext, and can be seen', async () => {
  const { client } = await served();
  const infotext = buildInfotext('a cat', '', [['Steps', 3]]);
  const reply = await upload(
    client,
    withPngText(await png('red'), [{ keyword: 'parameters', text: infotext }])
  );
  expect(reply).toMatchObject({ status: 201, json: { width: 24, height: 16, infotext } });
  expect(hashOf(await upload(client, await png('red'), 'application/octet-stream'))).not.toBe(hashOf(reply));
  expect((await client.send('GET', `/v1/images/${hashOf(reply)}`)).headers['content-type']).toBe('image/png');
});

test.each<[string, Buffer | string, string, number]>([
  ['JSON', '{}', 'application/json', 415],
  ['a form', 'a=1', 'application/x-www-form-urlencoded', 415],
  ['a page that says it is a picture', '<html>', 'image/png', 415],
  ['a picture whose first byte was taken for a letter', '\x89PNG\r\n\x1a\n', 'image/png', 415],
  ['the beginning of a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'image/png', 400],
  ['the beginning of a JPEG', Buffer.from('\xff\xd8\xff\xe0\0', 'latin1'), 'image/png', 400],
  ['the beginning of a WebP', Buffer.from('RIFF\x04\0\0\0WEBP', 'latin1'), 'image/png', 400]
])('%s is refused', async (_, body, type, status) => {
  const { client } = await served();
  const reply = await upload(client, body, type);
  const code = status === 400 ? { error: { code: 'picture_damaged' } } : {};
  expect(reply).toMatchObject({ status, json: code });
});

describe('what a picture says of itself', () => {
  const ask = async (client: Client, bytes: Buffer | string, language = 'en'): Promise<Reply> =>
    client.send('POST', '/v1/images/settings', {
      body: bytes,
      headers: { 'content-type': 'image/png', 'accept-language': language }
    });
  const said = (infotext: string): Promise<Buffer> =>
    png('red').then(bytes => withPngText(bytes, [{ keyword: 'parameters', text: infotext }]));

  test('is read as settings, and what can’t be used is told; nothing is kept', async () => {
    const { client, service } = await served();
    const bytes = await said('a 猫\nSteps: 7, Sampler: Nobody, Seed: 3, Model: gone');
    const reply = await ask(client, bytes);
    expect(reply).toMatchObject({
      status: 200,
      json: {
        settings: { prompt: 'a 猫', steps: 7, seed: 3 },
        remarks: [
          { code: 'unknown_choice', facts: { value: 'Nobody' }, where: { line: 2 } },
          { code: 'model_missing', facts: { name: 'gone' }, where: { line: 2 } }
        ],
        unread: []
      }
    });
    expect(
      await service.files.get(
        createHash('sha256')
          .update(await png('red'))
          .digest('hex')
      )
    ).toBeNull();
  });

  test('of our own is its recipe, with the pictures it began with', async () => {
    const { client, service } = await served();
    const start = hashOf(await upload(client, await png('blue')));
    const id = await submit(service, `%%sweep seed=5 init_image=${start} denoising=0.5 steps=3\na boat`);
    const { cells } = await untilJob(service, id);
    const drawn = await service.files.get(cells[0].image!);
    expect((await ask(client, drawn!)).json).toMatchObject({
      settings: { prompt: 'a boat', seed: 5, steps: 3, denoising_strength: 0.5, init_image: start },
      remarks: []
    });
  });

  test('is nothing where it has no settings, and its texts are named', async () => {
    const { client } = await served();
    const bytes = withPngText(await png('red'), [{ keyword: 'workflow', text: '{"nodes": []}' }]);
    expect((await ask(client, bytes)).json).toEqual({
      infotext: null,
      writer: null,
      settings: {},
      remarks: [],
      unread: ['workflow']
    });
    expect((await ask(client, 'GIF89a')).status).toBe(415);
  });
});

describe('what a text says', () => {
  const ask = async (text: Buffer | string): Promise<Reply> => {
    const { client } = await served();
    return client.send('POST', '/v1/images/settings', {
      body: text,
      headers: { 'content-type': 'text/plain;charset=UTF-8' }
    });
  };
  const said = 'a 猫 {a|b} # x\nNegative prompt: fog\nSteps: 7, Sampler: Euler, Seed: 3, Size: 64x64';
  const settings = { steps: 7, sampler: 'Euler', seed: 3, negative_prompt: 'fog' };

  test.each<[string, Buffer | string]>([
    ['as A1111 writes it', said],
    ['with CR LF and a mark of byte order', `\ufeff${said.replace(/\n/g, '\r\n')}`],
    ['in UTF-16, as Notepad saves it', Buffer.from(`\ufeff${said}`, 'utf16le')]
  ])('is read %s, and what was drawn is drawn so again', async (_, text) => {
    expect(await ask(text)).toMatchObject({
      status: 200,
      json: { settings: { ...settings, prompt: 'a 猫 \\{a\\|b\\} \\# x' }, remarks: [] }
    });
  });

  test.each<[string, Buffer, number]>([
    ['GBK', Buffer.from('\xd2\xbb\xd6\xbb\xc3\xa8\xa3\xac\xba\xc3\xbf\xb4\nSteps: 7', 'latin1'), 1],
    ['Shift-JIS', Buffer.from('a\n\x94\x4c\nSteps: 7', 'latin1'), 2],
    ['Latin-1', Buffer.from('caf\xe9\nSteps: 7', 'latin1'), 1],
    ['UTF-16 without a mark', Buffer.from('a cat\nSteps: 7', 'utf16le'), 1]
  ])('in %s is refused by its line, never read wrong', async (_, text, line) => {
    const reply = await ask(text);
    expect(reply).toMatchObject({
      status: 400,
      json: { error: { code: 'settings_encoding', facts: { line } } }
    });
  });

  test('of another program is read with its name', async () => {
    const text = JSON.stringify({
      sui_image_params: { prompt: 'a cat', model: 'x', seed: 3, steps: 7, cfgscale: 6, width: 64, height: 64 }
    });
    expect((await ask(text)).json).toMatchObject({
      writer: 'SwarmUI',
      settings: { prompt: 'a cat', steps: 7 }
    });
  });

  test('of prompts alone keeps their choices and comments', async () => {
    expect((await ask('{a|b} cat # x\nNegative prompt: fog')).json).toMatchObject({
      settings: { prompt: '{a|b} cat # x', negative_prompt: 'fog' }
    });
  });

  test.each([
    'a cat, (red:1.2), (b:1.1), (c:1.3)',
    'A cat: it sat\non the mat.',
    '',
    '{"a": [1]}',
    '%%sweep\na cat'
  ])('that is all prompt is no settings: %s', async text => {
    expect((await ask(text)).json).toEqual({
      infotext: null,
      writer: null,
      settings: {},
      remarks: [],
      unread: []
    });
  });
});

test('cells begin with it, each with its pixels, and another picture is another cell', async () => {
  const { service, client } = await served();
  const [red, blue] = [
    hashOf(await upload(client, await png('red'))),
    hashOf(await upload(client, await png('blue')))
  ];
  const id = await submit(service, `%%sweep seed=1 init_image=${red},${blue} denoising=0.5\na boat`);
  const { cells, state } = await untilJob(service, id);
  expect(state).toBe('done');
  expect(cells.map(({ params }) => params.init_image)).toEqual([red, blue]);
  expect(cells[0].image).not.toBe(cells[1].image);
});

test('a picture that was drawn can be begun with, and stays when its job is forgotten', async () => {
  const { service } = await served();
  const first = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
  const image = first.cells[0].image!;
  await untilJob(service, await submit(service, `%%sweep seed=1 init_image=${image}\na boat`));
  await service.jobService.forget(first.id);
  expect(await service.files.get(image)).not.toBeNull();
});

test('a picture nobody has is refused where it is written, before anything runs', async () => {
  const { service } = await served();
  const refused = await submit(service, `%%sweep seed=1 mask=${'0'.repeat(64)}\na`).catch(
    error => error as Fault
  );
  expect(refused).toMatchObject({ code: 'picture_missing', where: { line: 1, column: 21 } });
});

test('what was uploaded is there after a restart, with its database and without', async () => {
  const dataFolder = temporaryFolder();
  const service = await testService({ dataFolder });
  const hash = hashOf(await upload(await serveService(service), await png('red')));
  await stopService(service);
  const again = await testService({ dataFolder });
  expect(again.pictures.upload(hash)).toMatchObject({ width: 24, height: 16 });
  await stopService(again);
  const elsewhere = temporaryFolder();
  cpSync(`${dataFolder}/images`, `${elsewhere}/images`, { recursive: true });
  const anew = await testService({ dataFolder: elsewhere });
  expect(anew.pictures.upload(hash)).toMatchObject({ width: 24, height: 16 });
});

import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { deflateSync, crc32 } from 'node:zlib';
import { makeLog } from '../log';
import type { ErrorBody } from '../../schema/wire';
import { rawReply, serveService, testService, TOKEN } from '../testing/test-service';
import { parseJson } from './read-json';

const faultOf = (text: string): unknown => {
  try {
    return parseJson(Buffer.from(text));
  } catch (error) {
    return error;
  }
};

test.each([
  ['{"text": "a \\ud800 b"}', '\\ud800', 13],
  ['{"text": "a \\udfff"}', '\\udfff', 13],
  ['{"text": "\\ud83d\\u0041"}', '\\ud83d', 11],
  ['{"\\uD800": 1}', '\\uD800', 3],
  ['{"text": "\\ud83d\\ude00 \\ude00"}', '\\ude00', 24],
  ['["\\\\\\ud800"]', '\\ud800', 5]
])('in %s half a character is refused at its place', (text, escape, column) => {
  expect(faultOf(text)).toMatchObject({
    code: 'json_surrogate',
    facts: { escape },
    where: { line: 1, column, length: 6 }
  });
});

test('whole characters, and what only looks like halves, are read', () => {
  expect(parseJson(Buffer.from('["\\ud83d\\uDE00", "\\\\ud800", "\\u0041"]'))).toEqual([
    '😀',
    '\\ud800',
    'A'
  ]);
});

test.each([310, 400, 100_000, 5_000_000])('a whole number of %i digits is refused at its place', digits => {
  for (const sign of ['', '-']) {
    const number = sign + '1'.repeat(digits);
    const began = Date.now();
    expect(faultOf(`{"a": 1,\n "x": [${number}]}`)).toMatchObject({
      code: 'json_inexact',
      facts: { low: String(BigInt.asUintN(32, BigInt(sign + '1'.repeat(32)))) },
      where: { line: 2, column: 8, length: number.length }
    });
    expect(Date.now() - began).toBeLessThan(1000);
  }
});

test('a string of five megabytes is read, escapes and all', () => {
  const text = 'a\\\\ "\\'.repeat(800_000);
  expect(parseJson(Buffer.from(JSON.stringify({ text })))).toEqual({ text });
});

test('a whole number that a double holds is read, however long', () => {
  const digits = String(2n ** 1023n);
  expect(parseJson(Buffer.from(`[${digits}, -${digits}, 0]`))).toEqual([2 ** 1023, -(2 ** 1023), 0]);
});

test.each([
  ['{"text": }', '第 1 行第 10 列遇到 “}”'],
  ['{"text": "a"', '第 1 行第 13 列就结束了'],
  ['text', '第 1 行第 2 列遇到 “e”'],
  ['{"a": 1,\n "b": x}', '第 2 行第 7 列遇到 “x”']
])('why %s is no JSON is said in Chinese', async (body, reason) => {
  const client = await serveService(await testService());
  const { status, json } = await client.send('POST', '/v1/plan', {
    body,
    headers: { 'accept-language': 'zh-CN' }
  });
  expect([status, (json as { error: { message: string } }).error.message]).toEqual([
    400,
    `看不懂这个请求：请求正文不是 JSON（${reason}）。`
  ]);
});

const HEADERS = `Host: localhost\r\nAuthorization: Bearer ${TOKEN}\r\nConnection: close\r\n\r\n`;

test.each([
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['an unknown method', `BREW / HTTP/1.1\r\n${HEADERS}`, 400],
  ['too long a header', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n${HEADERS}`, 431],
  ['half an address', `GET http://[ HTTP/1.1\r\n${HEADERS}`, 400],
  ['an address that can’t be decoded', `GET /v1/jobs/%E0%A4%A HTTP/1.1\r\n${HEADERS}`, 400]
])('%s is answered in the form of every error', async (_, request, status) => {
  const { server } = await serveService(await testService());
  const reply = await rawReply(server, request);
  expect([reply.status, (reply.json as ErrorBody).error.code]).toEqual([status, 'bad_request']);
});

test('connections that sent no HTTP are closed, also where the other side leaves them open', async () => {
  const { server } = await serveService(await testService());
  const { port } = server.address() as AddressInfo;
  const ends = [
    'hello\r\n\r\n',
    `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    'GET http://[ HTTP/1.1\r\n\r\n'
  ];
  const sockets = Array.from({ length: 21 }, (_, k) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket
      .resume()
      .on('error', () => undefined)
      .write(ends[k % ends.length]);
    return socket;
  });
  await Promise.all(sockets.map(socket => new Promise(done => socket.on('end', done))));
  const open = (): Promise<number> => new Promise(done => server.getConnections((_, count) => done(count)));
  for (let tries = 0; tries < 50 && (await open()) > 0; tries++) {
    await pause(20);
  }
  expect(await open()).toBe(0);
  sockets.forEach(socket => socket.destroy());
});

test('a request without a host is refused as one of a foreign host', async () => {
  const { server } = await serveService(await testService());
  const reply = await rawReply(server, 'GET /health/ready HTTP/1.1\r\nConnection: close\r\n\r\n');
  expect(reply).toMatchObject({ status: 403, json: { error: { code: 'bad_host' } } });
});

test('what a caller did wrong is logged without a stack', async () => {
  const lines: string[] = [];
  const log = makeLog({ level: 'debug', write: line => lines.push(line) });
  const client = await serveService(await testService({ log }));
  expect((await client.send('POST', '/v1/plan', { body: Buffer.alloc(7_000_000, 'a') })).status).toBe(413);
  expect(lines.join('')).toContain('too_large');
  expect(lines.join('')).not.toMatch(/^\s+at /m);
});

function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const parts = [
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0))
  ];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

const GIVEN: [string, Buffer, string, number][] = [
  ['base64', Buffer.from('iVBORw0KGgoAAAANSUhEUg=='), '(found: base64 text).', 415],
  ['a data URL', Buffer.from('data:image/png;base64,iVBORw0KGgo='), '(found: data:…;base64).', 415],
  ['a text', Buffer.from('a boat at sea'), '(found: 13 B).', 415],
  ['a GIF', Buffer.from('GIF89a'), '(found: GIF).', 415]
];

test.each(['/v1/images', '/v1/images/settings'])('%s says what was given for a picture', async path => {
  const client = await serveService(await testService());
  for (const [, body, found, status] of GIVEN) {
    const headers = { 'content-type': 'application/octet-stream' };
    const reply = await client.send('POST', path, { body, headers });
    const { error } = reply.json as { error: { message: string; hint: string } };
    expect([reply.status, error.message]).toEqual([
      status,
      `This is not a picture that can be used ${found}`
    ]);
    expect(error.hint.includes('themselves')).toBe(found.includes('base64'));
  }
});

test.each([
  [100_000, 100_000],
  [2 ** 31 - 1, 1],
  [2 ** 31 - 1, 2 ** 31 - 1],
  [1_000_000, 20]
])('a picture of %i x %i is called too large', async (width, height) => {
  const client = await serveService(await testService());
  const headers = { 'content-type': 'image/png' };
  const reply = await client.send('POST', '/v1/images', { body: png(width, height), headers });
  expect([reply.status, reply.json]).toMatchObject([413, { error: { code: 'picture_large' } }]);
  const settings = await client.send('POST', '/v1/images/settings', { body: png(width, height), headers });
  expect(settings.status).toBe(200);
});

test('a value that is null where there is none to be unset is refused at its name', async () => {
  const client = await serveService(await testService());
  const body = { spec: { base: { prompt: 'a boat', cfg_scale: null }, axes: [] } };
  const reply = await client.send('POST', '/v1/plan', { body });
  expect([reply.status, reply.json]).toMatchObject([400, { error: { code: 'not_a_number' } }]);
  const unset = { spec: { base: { prompt: 'a boat', vae: null }, axes: [] } };
  expect((await client.send('POST', '/v1/plan', { body: unset })).status).toBe(200);
});

import { Fault } from '../schema/fault';
import { makeLog, type LogLevel } from './log';
import { serveService, stopService, submit, testService, TOKEN, untilJob } from './testing/test-service';

function logged(
  level: LogLevel,
  secrets: string[] = []
): { log: ReturnType<typeof makeLog>; lines: string[] } {
  const lines: string[] = [];
  return { lines, log: makeLog({ level, secrets, write: line => lines.push(line) }) };
}
const withoutTime = (line: string): string => line.replace(/\d\d:\d\d:\d\d\.\d{3}/, '…');

test('a line has the form of Jupyter’s own: level, time, words, facts', () => {
  const { log, lines } = logged('info');
  log.info({ cells: 6, name: 'two words', empty: '' }, 'job 5f2c accepted');
  log.warn('the disk is nearly full');
  expect(lines.map(withoutTime)).toEqual([
    '[I …] job 5f2c accepted  cells=6 name="two words" empty=""\n',
    '[W …] the disk is nearly full\n'
  ]);
});

test('an error of ours is its code and facts, any other one its message and stack', () => {
  const { log, lines } = logged('info');
  log.error({ error: new Fault('port_in_use', { port: 80 }) }, 'no start');
  log.error({ error: new Error('two\nlines') }, 'no start');
  expect(withoutTime(lines[0])).toBe('[E …] no start: port_in_use {"port":80}\n');
  expect(withoutTime(lines[1])).toMatch(/^\[E …\] no start: two lines\n {4}at .*log\.test\.ts/);
});

test.each([
  ['debug', 4],
  ['info', 3],
  ['warn', 2],
  ['error', 1],
  ['silent', 0]
] as const)('at level %s, %d of four levels are written', (level, count) => {
  const { log, lines } = logged(level);
  for (const each of ['debug', 'info', 'warn', 'error'] as const) {
    log[each](each);
  }
  expect(lines).toHaveLength(count);
});

test.each(['plain', 'with blanks', 'quo"te', 'a/b+c='])('the secret %j stands in no line', secret => {
  const { log, lines } = logged('debug', [secret]);
  log.info({ secret, nested: { secret } }, `GET /${secret} /${encodeURIComponent(secret)}`);
  log.error({ error: new Error(`refused ${secret}`) }, 'failed');
  log.error({ error: new Fault('not_found', { kind: 'job', name: secret }) }, 'failed');
  expect(lines.join('')).not.toContain(secret);
  expect(lines.join('')).not.toContain(encodeURIComponent(secret));
  expect(lines.join('')).toContain('[secret]');
});

test('requests are told with a number and their end, jobs from their acceptance to their end, the token never', async () => {
  const { log, lines } = logged('debug', [TOKEN]);
  const service = await testService({ log });
  const client = await serveService(service);
  const id = await submit(service, '%%sweep seed=1,2\na boat that nobody sees');
  await untilJob(service, id);
  await client.send('GET', `/v1/jobs/${id}?token=${encodeURIComponent(TOKEN)}`);
  await client.send('GET', `/v1/jobs/${encodeURIComponent(TOKEN)}`);
  await client.send('GET', '/v1/jobs', { headers: { authorization: 'Bearer another secret' } });
  await stopService(service);
  const all = lines.map(withoutTime);
  expect(all).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^\[I …\] engine started {2}pid=\d+ device=/),
      `[I …] job ${id} queued  cells=2 done=0 cached=0 failed=0\n`,
      `[I …] job ${id} running  cells=2 done=0 cached=0 failed=0\n`,
      `[I …] job ${id} done  cells=2 done=2 cached=0 failed=0\n`,
      `[D …] GET /v1/jobs/${id}  request=1\n`,
      expect.stringMatching(/^\[D …\] answered {2}request=1 status=200 ms=\d+\n$/),
      expect.stringMatching(/^\[D …\] request failed {2}request=2: not_found /),
      expect.stringMatching(/^\[D …\] request failed {2}request=3: unauthorized /),
      expect.stringMatching(/^\[I …\] engine ended {2}pid=\d+ how="exit code 0"/)
    ])
  );
  for (const secret of [TOKEN, encodeURIComponent(TOKEN), 'another secret', 'nobody sees']) {
    expect(lines.join('')).not.toContain(secret);
  }
});

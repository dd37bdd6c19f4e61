import { PageLines, type LineReply } from './lines';

/** A socket to an other end that the test plays. */
class FakeSocket {
  static readonly all: FakeSocket[] = [];
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: () => void;
  onerror?: () => void;

  constructor() {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  /** Begun by us: the browser tells it later, if ever. */
  close(): void {
    this.readyState = 2;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  tell(...frames: (string | object)[]): void {
    frames.forEach(each =>
      this.onmessage?.({ data: typeof each === 'string' ? each : JSON.stringify(each) })
    );
  }

  breaks(): void {
    this.readyState = 3;
    this.onclose?.();
  }
}

const connect = (): WebSocket => new FakeSocket() as unknown as WebSocket;
const never = new AbortController().signal;
const socket = (): FakeSocket => FakeSocket.all.at(-1)!;
const answer = (line: number, status = 200): object[] => [
  { line, taken: true },
  { line, status, headers: {} }
];
const textOf = async (reply: Promise<LineReply>): Promise<string> => {
  let text = '';
  for await (const part of (await reply).parts) {
    text += part;
  }
  return text;
};

beforeEach(() => {
  jest.useFakeTimers();
  FakeSocket.all.length = 0;
});
afterEach(() => jest.useRealTimers());

test('lines asked for before the socket is there are asked for once it is, all over the same one', () => {
  const lines = new PageLines(connect);
  void lines.open('v1/events', { 'X-Client': 'a' }, never);
  void lines.open('v1/jobs/j/events', { 'Last-Event-ID': '4' }, never);
  expect(socket().sent).toEqual([]);
  socket().opens();
  void lines.open('v1/jobs/k/events', {}, never);
  expect(FakeSocket.all).toHaveLength(1);
  expect(socket().sent).toEqual([
    { open: 1, path: 'v1/events', headers: { 'X-Client': 'a' } },
    { open: 2, path: 'v1/jobs/j/events', headers: { 'Last-Event-ID': '4' } },
    { open: 3, path: 'v1/jobs/k/events', headers: {} }
  ]);
});

test('each line gets its own text, whatever comes between', async () => {
  const lines = new PageLines(connect);
  const [a, b] = ['a', 'b'].map(path => textOf(lines.open(path, {}, never)));
  socket().opens();
  socket().tell(...answer(1), ...answer(2), '1 id: 1\n', '2 {"图": 1}', '1 data: 2 3\n\n');
  socket().tell({ line: 2, over: true, broke: false }, { line: 1, over: true, broke: false });
  expect(await a).toBe('id: 1\ndata: 2 3\n\n');
  expect(await b).toBe('{"图": 1}');
});

test('a refusal is a reply with its status and words', async () => {
  const reply = new PageLines(connect).open('v1/jobs/x/events', {}, never);
  socket().opens();
  socket().tell(...answer(1, 404), '1 {"error":{"code":"no_job"}}', { line: 1, over: true, broke: false });
  expect((await reply).status).toBe(404);
  expect(await textOf(reply)).toBe('{"error":{"code":"no_job"}}');
});

test('a line that is left is told of, and no other ends with it', async () => {
  const lines = new PageLines(connect);
  const stop = new AbortController();
  const left = textOf(lines.open('a', {}, stop.signal)).catch(reason => reason.name);
  const kept = textOf(lines.open('b', {}, never));
  socket().opens();
  socket().tell(...answer(1), ...answer(2));
  await Promise.resolve();
  stop.abort();
  socket().tell('1 late', '2 on', { line: 2, over: true, broke: false });
  expect(await left).toBe('AbortError');
  expect(await kept).toBe('on');
  expect(socket().sent.at(-1)).toEqual({ close: 1 });
});

test.each([
  ['the socket', (): void => socket().breaks()],
  ['the stream behind it', (): void => socket().tell({ line: 1, over: true, broke: true })]
])(
  'when %s breaks, the line breaks as a request does, and the next one gets a socket that works',
  async (_, cut) => {
    const lines = new PageLines(connect);
    const open = textOf(lines.open('a', {}, never)).catch(reason => reason);
    socket().opens();
    socket().tell(...answer(1), '1 half');
    await Promise.resolve();
    cut();
    expect(await open).toBeInstanceOf(TypeError);
    const next = textOf(lines.open('a', {}, never));
    socket().opens();
    const { open: number } = socket().sent.at(-1) as { open: number };
    socket().tell(...answer(number), `${number} whole`, { line: number, over: true, broke: false });
    expect(await next).toBe('whole');
  }
);

test('a socket that is refused fails the line', async () => {
  const reply = new PageLines(connect).open('a', {}, never);
  socket().onerror?.();
  await expect(reply).rejects.toBeInstanceOf(TypeError);
});

test('a line that nobody takes within ten seconds fails, and the socket with it: it may be dead without knowing', async () => {
  const lines = new PageLines(connect);
  const reply = lines.open('a', {}, never).catch(reason => reason);
  socket().opens();
  jest.advanceTimersByTime(10_000);
  expect(await reply).toBeInstanceOf(TypeError);
  void lines.open('a', {}, never);
  expect(FakeSocket.all).toHaveLength(2);
});

test('a line that was taken may wait long for the service', async () => {
  const reply = textOf(new PageLines(connect).open('a', {}, never));
  socket().opens();
  socket().tell({ line: 1, taken: true });
  jest.advanceTimersByTime(40_000);
  socket().tell({ line: 1, status: 200, headers: {} }, '1 late', { line: 1, over: true, broke: false });
  expect(await reply).toBe('late');
});

test('a socket that was silent for three heartbeats is not trusted with another line', () => {
  const lines = new PageLines(connect);
  void lines.open('a', {}, never).catch(() => undefined);
  socket().opens();
  socket().tell(...answer(1));
  jest.advanceTimersByTime(44_000);
  void lines.open('b', {}, never).catch(() => undefined);
  expect(FakeSocket.all).toHaveLength(1);
  jest.advanceTimersByTime(2_000);
  void lines.open('c', {}, never).catch(() => undefined);
  expect(FakeSocket.all).toHaveLength(2);
});

test('the socket is closed some time after its last line, not between two', () => {
  const lines = new PageLines(connect);
  const [first, second] = [new AbortController(), new AbortController()];
  void lines.open('a', {}, first.signal).catch(() => undefined);
  socket().opens();
  socket().tell({ line: 1, taken: true });
  first.abort();
  jest.advanceTimersByTime(4_000);
  void lines.open('b', {}, second.signal).catch(() => undefined);
  socket().tell({ line: 2, taken: true });
  jest.advanceTimersByTime(60_000);
  expect(socket().readyState).toBe(1);
  second.abort();
  jest.advanceTimersByTime(5_000);
  expect(socket().readyState).toBe(2);
});

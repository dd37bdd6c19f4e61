import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { options } from './catalogue';
import { packCells, type PayloadCell, readPayload } from './payload';

/** A payload as the first release wrote it: two axes, options, a prompt's variants. */
const good = JSON.parse(readFileSync(join(__dirname, 'payload-v1.json'), 'utf8'));
const WEBP: string = good.cells[0].thumbnail;

function read(change: Record<string, unknown>): ReturnType<typeof readPayload> {
  return readPayload(JSON.parse(JSON.stringify({ ...good, ...change })));
}
function cellWith(change: Record<string, unknown>): Record<string, unknown> {
  const [first, ...others] = good.cells;
  return { cells: [{ ...first, ...change }, ...others] };
}

test('what the service wrote reads back as it was, but for the spec', () => {
  expect(read({})).toEqual({ payload: { ...good, spec: { base: {}, axes: [] }, error: null } });
});

test.each([
  ['null', null],
  ['a list', []],
  ['a string', 'x'],
  ['no version', { cells: [] }],
  ['no cells', { version: 1 }],
  ['too many cells', { version: 1, axes: [], cells: Array.from({ length: 20_001 }) }]
])('%s is unreadable', (_, value) => {
  expect(readPayload(value)).toEqual({ problem: 'unreadable' });
});

test.each([
  ['an id with a path in it', cellWith({ id: '../../api/kernels' })],
  ['no id', cellWith({ id: undefined })],
  ['the same id twice', { cells: [good.cells[0], good.cells[0]] }],
  ['a place on another number of axes', cellWith({ index: [0] })],
  ['an axis without labels', { axes: [{ id: 'seed' }] }]
])('a payload with %s is unreadable', (_, change) => {
  expect(read(change)).toEqual({ problem: 'unreadable' });
});

test('a payload of a later version says so', () => {
  expect(read({ version: 3 })).toEqual({ problem: 'newer' });
});

test.each([
  ['a picture that is a URL', { image: 'https://evil.example/x.png' }, { image: null }],
  ['a picture that is a path', { image: `../${'0'.repeat(61)}` }, { image: null }],
  ['a thumbnail that is SVG', { thumbnail: 'PHN2Zz4=' }, { thumbnail: null }],
  ['a thumbnail with a quote', { thumbnail: `${WEBP}"` }, { thumbnail: null }],
  ['a thumbnail that is too long', { thumbnail: WEBP + 'A'.repeat(20_000) }, { thumbnail: null }],
  ['an unknown state', { state: 'exploded' }, { state: 'queued' }],
  ['a rating past five', { mark: { rating: 99, flag: 'bomb' } }, { mark: { rating: 5, flag: null } }],
  ['an error that is a string', { error: 'no' }, { error: null }],
  ['a place below zero', { index: [-3, 1] }, { index: [0, 1] }]
])('%s is not taken over', (_, change, expected) => {
  const reading = read(cellWith(change));
  expect('payload' in reading && reading.payload.cells[0]).toMatchObject(expected);
});

test('a job id that is a path is no job', () => {
  const reading = read({ job: '../../secrets' });
  expect('payload' in reading && reading.payload.job).toBeNull();
});

test('parameters of a wrong kind fall back, and unknown ones are dropped', () => {
  const reading = read(cellWith({ params: { prompt: 7, steps: 'many', seed: 5, eta: '1', onclick: 'x' } }));
  expect('payload' in reading && reading.payload.cells[0].params).toMatchObject({
    prompt: '',
    steps: 0,
    seed: 5,
    eta: null
  });
  expect('payload' in reading && Object.keys(reading.payload.cells[0].params)).not.toContain('onclick');
});

test('options are read as they were written, and one of a wrong kind is as if it were not there', () => {
  const said = { vae: 'soft', hr_scale: 1.5, s_tmax: null };
  const wrong = Object.fromEntries(options.map(({ name }) => [name, { is: 1 }]));
  const reading = read(cellWith({ params: { ...good.cells[0].params, ...wrong, ...said } }));
  const params = 'payload' in reading ? reading.payload.cells[0].params : {};
  const kept = Object.entries(params).filter(([name]) => options.some(option => option.name === name));
  expect(Object.fromEntries(kept)).toEqual(said);
});

test('a start picture that is no hash is none', () => {
  const reading = read(cellWith({ params: { ...good.cells[0].params, init_image: '../../etc' } }));
  expect('payload' in reading && 'init_image' in reading.payload.cells[0].params).toBe(false);
});

test('why nothing could start comes with its place', () => {
  const error = {
    code: 'not_a_number',
    message: 'no',
    hint: 'try',
    where: { line: 1, column: 27, length: 5 }
  };
  const reading = read({ job: null, cells: [], axes: [], error });
  expect('payload' in reading && reading.payload).toMatchObject({ job: null, error });
});

test('nothing makes it throw', () => {
  fc.assert(fc.property(fc.jsonValue(), value => void readPayload(value)));
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(good)),
      fc.jsonValue(),
      (key, value) => void read({ [key]: value })
    )
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(good.cells[0])),
      fc.jsonValue(),
      (key, value) => void read(cellWith({ [key]: value }))
    )
  );
});

const packed = { version: 2, cells: packCells(good.cells as PayloadCell[]) };

test('cells in columns read back as they are one by one', () => {
  const columns = read(packed);
  const cells = read({});
  expect('payload' in columns && columns.payload.cells).toEqual('payload' in cells && cells.payload.cells);
});

test('an option that only some cells have is not given to the others', () => {
  const [first, second, ...others] = good.cells;
  const some = [{ ...first, params: { ...first.params, hr_scale: 1.5 } }, second, ...others];
  const reading = read({ version: 2, cells: packCells(some) });
  const has = 'payload' in reading && reading.payload.cells.map(({ params }) => 'hr_scale' in params);
  expect(has).toEqual([true, ...others.map(() => false), false]);
});

test('what ten thousand cells have in common is written once', () => {
  const [first] = good.cells;
  const many = Array.from({ length: 10_000 }, (_, k) => ({ ...first, id: `a-${k}`, index: [k % 100, 0] }));
  const text = JSON.stringify(packCells(many));
  expect(text.length).toBeLessThan(40_000);
  const reading = readPayload({ ...good, version: 2, cells: JSON.parse(text) });
  expect('payload' in reading && reading.payload.cells[9_999]).toEqual({ ...many[9_999], error: null });
});

test.each([
  ['an id with a path in it', { id: { counted: '../../api/' } }],
  ['the same id twice', { id: { all: 'cell' } }],
  ['fewer values than cells', { state: { each: ['done'] } }],
  ['places of no value', { id: { values: ['a', 'b', 'c', 'd'], at: [0, 1, 2, 9] } }],
  ['more cells than a grid has', { count: 20_001 }],
  ['a column that is none', { image: 'x' }],
  ['no parameters', { params: null }],
  ['a place on another number of axes', { index: [{ all: 0 }] }]
])('columns with %s are unreadable', (_, change) => {
  expect(read({ ...packed, cells: { ...packed.cells, ...change } })).toEqual({ problem: 'unreadable' });
});

test('values in columns are checked as those of a cell by itself', () => {
  const { count, params } = packed.cells;
  const wrong = { image: { all: 'https://evil.example/x.png' }, mark: { all: { rating: 99, flag: 'bomb' } } };
  const odd = { ...params, steps: { all: 'many' }, onclick: { all: 'x' }, __proto__: { all: { is: 1 } } };
  const reading = read({ version: 2, cells: { ...packed.cells, ...wrong, params: odd } });
  const cells = 'payload' in reading ? reading.payload.cells : [];
  expect(cells).toHaveLength(count);
  for (const cell of cells) {
    expect(cell).toMatchObject({ image: null, mark: { rating: 5, flag: null }, params: { steps: 0 } });
    expect(Object.keys(cell.params)).not.toContain('onclick');
  }
});

test('nothing in columns makes it throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(packed.cells)),
      fc.jsonValue(),
      (key, value) => void read({ version: 2, cells: { ...packed.cells, [key]: value } })
    )
  );
});

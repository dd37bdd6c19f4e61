import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compareNumbers } from './compare';
import type { Fixture } from './manifest';
import { runGoldens } from './runner';

const GOLDENS = dirname(__dirname);

async function run(folder: string, only: string[] = []): Promise<{ lines: string[]; failed: number }> {
  const lines: string[] = [];
  const { failed } = await runGoldens(folder, { only, print: line => lines.push(line) });
  return { lines, failed };
}

describe('a folder of its own', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'goldens-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Takes fixtures along, changed on the way. */
  function take(ids: string[], change: (fixture: Fixture) => void = () => undefined): void {
    const all = JSON.parse(readFileSync(join(GOLDENS, 'manifest.json'), 'utf8')) as { fixtures: Fixture[] };
    const fixtures = all.fixtures.filter(({ id }) => ids.includes(id));
    for (const fixture of fixtures) {
      cpSync(join(GOLDENS, fixture.file), join(folder, fixture.file), { recursive: true });
      change(fixture);
    }
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ fixtures }));
  }

  test('a number past its tolerance fails, with the error and the tolerance', async () => {
    take(['C/philox_nv']);
    const file = join(folder, 'C/philox_nv.safetensors');
    const bytes = readFileSync(file);
    bytes.writeFloatLE(7, bytes.length - 4);
    writeFileSync(file, bytes);
    const { lines, failed } = await run(folder);
    expect(failed).toBe(1);
    expect(lines[0]).toMatch(/^FAIL C\/philox_nv calls \(27\): abs \d\.\de[+-]\d rel .* \(.*atol 0\.000001/);
    expect(lines[1]).toBe('0 passed, 1 failed');
  });

  test('a kind of fixture that nobody matches fails', async () => {
    take(['C/philox_nv'], fixture => (fixture.id = 'C/new_generator'));
    expect((await run(folder)).lines).toEqual([
      'FAIL C/new_generator: (unsupported: no check for this kind of fixture)',
      '0 passed, 1 failed'
    ]);
  });

  test('a sampler we do not have fails its case alone', async () => {
    take(['B/kd_analytic'], ({ config }) => {
      const [first] = config!.cases as { id: string; sampler: string }[];
      config!.cases = [first, { ...first, sampler: 'Sundial' }];
    });
    const { lines, failed } = await run(folder);
    expect(failed).toBe(1);
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
  });

  test('a damaged file fails by itself', async () => {
    take(['C/philox_nv', 'C/torch_stream']);
    writeFileSync(join(folder, 'C/philox_nv.safetensors'), 'no tensors');
    const { lines } = await run(folder);
    expect(lines[0]).toMatch(/^FAIL C\/philox_nv: /);
    expect(lines.at(-1)).toBe('13 passed, 1 failed');
  });

  test('only what is named is run: a folder, not its namesakes; else a beginning', async () => {
    take(['C/philox_nv', 'C/torch_randn', 'C/torch_stream'], fixture => {
      fixture.id = fixture.id.replace('C/torch_randn', 'C/torch/randn').replace('C/torch_s', 'C/torch-s');
    });
    const names = async (only: string[]): Promise<string[]> => [
      ...new Set((await run(folder, only)).lines.slice(0, -1).map(line => line.split(/[ :]/)[1]))
    ];
    expect(await names(['C/torch'])).toEqual(['C/torch/randn']);
    expect(await names(['C/phi', 'C/torch/'])).toEqual(['C/philox_nv', 'C/torch/randn']);
    await expect(run(folder, ['X'])).rejects.toThrow('no fixture begins with X');
  });

  test('a folder without a manifest is refused by name', async () => {
    await expect(run(__dirname)).rejects.toThrow(/manifest\.json can't be read/);
  });
});

test.each<[string, number[], number[], Parameters<typeof compareNumbers>[3], string]>([
  ['equal numbers pass', [1, 2], [1, 2], { exact: true }, 'pass'],
  ['the last bit fails where it must be exact', [1 + 2 ** -23], [1], { exact: true }, 'fail'],
  ['within atol + rtol · |b|', [1.1, 10.9], [1, 10], { atol: 0.1, rtol: 0.1 }, 'pass'],
  ['beyond it', [1.3], [1], { atol: 0.1, rtol: 0.1 }, 'fail'],
  ['NaN is never within', [NaN], [1], { atol: Infinity }, 'fail'],
  ['another length never is', [1], [1, 1], { atol: Infinity }, 'fail'],
  ['levels of pictures', [3, 0, 0, 0], [0, 0, 0, 0], { max_abs: 3, mean_abs: 0.75 }, 'pass'],
  ['too many of them', [3, 1, 0, 0], [0, 0, 0, 0], { max_abs: 3, mean_abs: 0.75 }, 'fail']
])('%s', (_, found, expected, tolerance, outcome) =>
  expect(compareNumbers('x', found, expected, tolerance).outcome).toBe(outcome)
);

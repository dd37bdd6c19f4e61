import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recipeOf } from '../images/encode';
import { folders, runCli, startServe } from '../testing/service-process';
import { temporaryFolder } from '../testing/test-service';

function cell(text: string): string {
  const path = join(temporaryFolder(), 'boats.txt');
  writeFileSync(path, text);
  return path;
}

test('sweep draws a file’s cell into a folder: pictures by their labels, a sheet, the job', async () => {
  const out = temporaryFolder();
  const ran = await runCli([
    'sweep',
    cell('%%sweep seed=1,2 sampler="Euler a","DPM++ 2M"\na boat'),
    '--out',
    out,
    ...['--priority', 'high'],
    ...folders()
  ]);
  expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('4 cells, all there.') });
  expect(readdirSync(out).sort()).toEqual([
    '1 seed=1 sampler=Euler a.png',
    '2 seed=2 sampler=Euler a.png',
    '3 seed=1 sampler=DPM++ 2M.png',
    '4 seed=2 sampler=DPM++ 2M.png',
    'sheet.png',
    'sweep.json'
  ]);
  const recipe = recipeOf(readFileSync(join(out, '4 seed=2 sampler=DPM++ 2M.png')))!;
  expect(recipe.params).toMatchObject({ seed: 2, sampler: 'DPM++ 2M', prompt: 'a boat' });
});

test('plan says the price and draws nothing', async () => {
  const ran = await runCli(['plan', cell('%%sweep seed=1..3 cfg=3,5\na boat'), ...folders()]);
  expect(ran).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^6 cells: 0 from cache, 6 to draw · \d+ evaluations of 48/)
  });
  expect(ran.out).toContain('seed: 1, 2, 3');
});

test('a wrong cell is refused with its place, in the language of the terminal', async () => {
  const text = cell('%%sweep cfg=seven\na boat');
  expect(await runCli(['plan', text, ...folders()])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^1:13 {2}"seven" is not a number/)
  });
  expect(await runCli(['sweep', text, ...folders()], { env: { LANG: 'zh_CN.UTF-8' } })).toMatchObject({
    code: 1,
    err: expect.stringContaining('不是数字')
  });
});

test('models lists what was found, doctor what runs', async () => {
  expect(await runCli(['models', ...folders()])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^ {2}toy {2}\(sd1, \d+ KB/m)
  });
  const { code, out } = await runCli(['doctor', ...folders()]);
  expect(code).toBe(0);
  for (const name of [
    'Node',
    'onnxruntime',
    'sharp',
    'SQLite',
    'data folder',
    'memory',
    'fonts',
    'sockets',
    'models'
  ]) {
    expect(out).toMatch(new RegExp(`^ok  ${name}: `, 'm'));
  }
});

test('doctor names what is missing and fails', async () => {
  const blocked = join(cell('a file where a folder should be'), 'data');
  const { code, out } = await runCli(['doctor', '--data', blocked]);
  expect(code).toBe(1);
  expect(out).toMatch(
    /^!! {2}data folder: The data folder can't be written: .*a part of its path is no folder/m
  );
});

test.each([[['--help']], [['serve', '--help']], [['sweep', '--help']], [[]]])(
  '%j explains itself',
  async words => {
    expect(await runCli(words)).toMatchObject({
      code: 0,
      out: expect.stringContaining('jupyterlab-diffusion')
    });
  }
);

test('while a service runs on the data folder, the commands use that one', async () => {
  const runtime = temporaryFolder();
  const data = temporaryFolder();
  const service = await startServe(folders(data), { runtime });
  const out = temporaryFolder();
  const ran = await runCli(['sweep', cell('%%sweep seed=1,2\na boat'), '--out', out, '--data', data], {
    runtime
  });
  expect(ran).toMatchObject({ code: 0, err: expect.stringContaining(`(process ${service.ready.pid})`) });
  expect(readdirSync(out)).toHaveLength(4);
  const plan = await runCli(['plan', cell('%%sweep seed=1,2\na boat'), '--data', data], { runtime });
  expect(plan.out).toMatch(/^2 cells, all from cache: nothing to draw\./);
  expect(await runCli(['plan', cell('%%sweep cgf=1\na'), '--data', data], { runtime })).toMatchObject({
    code: 1,
    err: expect.stringContaining('1:9  "cgf" is not a parameter. Did you mean cfg?')
  });
});

test('a priority that there is not is refused with those that there are', async () => {
  const ran = await runCli(['sweep', cell('a boat'), '--priority', 'urgent', ...folders()]);
  expect(ran).toMatchObject({ err: expect.stringContaining('--priority urgent: high, normal, low') });
  expect(ran.code).not.toBe(0);
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelsReply, Plan } from '../../schema/wire';
import { modelsFolder, serveService, testService } from '../testing/test-service';

test.each<[string, string | Buffer, string, object]>([
  ['no JSON', '{"steps": 4,}', 'defaults_no_object', {}],
  ['UTF-16 without a mark', Buffer.from('{"steps": 4}', 'utf16le'), 'defaults_encoding', { line: 1 }],
  ['values out of range', '{"steps": 9999, "cfg": 3}', 'defaults_ignored', { values: ['steps 9999'] }],
  ['unknown names', '{"stepps": 3}', 'defaults_ignored', { values: ['stepps 3'] }]
])(
  'defaults with %s are told in the plan and the list, until they are mended',
  async (_, text, code, facts) => {
    const folder = modelsFolder('toy');
    const path = join(folder, 'toy', 'generation_defaults.json');
    writeFileSync(path, text);
    const client = await serveService(await testService({ bundledFolders: [folder] }));
    const remark = { code, facts: { file: 'toy/generation_defaults.json', ...facts } };
    const plan = async (): Promise<Plan> =>
      (await client.send('POST', '/v1/plan', { body: { text: '%%sweep model=toy\na' } })).json as Plan;
    const models = async (): Promise<ModelsReply> =>
      (await client.send('GET', '/v1/models')).json as ModelsReply;
    expect((await plan()).warnings).toMatchObject([{ ...remark, where: { line: 1, column: 9 } }]);
    expect((await models()).models[0].remarks).toMatchObject([remark]);
    writeFileSync(path, '{"steps": 7}');
    expect(await plan()).toMatchObject({ warnings: [], base: { steps: 7 } });
    expect((await models()).models[0].remarks).toBeUndefined();
  }
);

test('what bears the name of weights and is no file is listed with the reason, and never opened', async () => {
  const folder = modelsFolder('toy');
  execFileSync('mkfifo', [join(folder, 'pipe.safetensors')]);
  symlinkSync(join(folder, 'gone'), join(folder, 'link.pt'));
  symlinkSync('/dev/zero', join(folder, 'zero.ckpt'));
  const service = await testService({ bundledFolders: [folder] });
  expect(
    (await service.registry.list()).map(({ entry, problem }) => [entry.name, problem?.facts.reason])
  ).toEqual([
    ['link', 'link_broken'],
    ['pipe', 'no_regular_file'],
    ['toy', undefined],
    ['zero', 'no_regular_file']
  ]);
});

test.each([
  ['a pipe', 'ESPIPE', (path: string) => execFileSync('mkfifo', [path])],
  ['a device', 'ESPIPE', (path: string) => symlinkSync('/dev/zero', path)],
  ['a folder', 'EISDIR', (path: string) => mkdirSync(path)],
  ['a file far too large', 'EFBIG', (path: string) => writeFileSync(path, ' '.repeat(2e6))]
])('defaults that are %s are told, and the scan comes to its end', async (_, reason, make) => {
  const folder = modelsFolder('toy');
  rmSync(join(folder, 'toy', 'generation_defaults.json'));
  make(join(folder, 'toy', 'generation_defaults.json'));
  writeFileSync(join(folder, 'one.safetensors'), 'weights');
  make(join(folder, 'one.defaults.json'));
  const commit = join(folder, 'models--me--other', 'snapshots', 'abc');
  mkdirSync(commit, { recursive: true });
  writeFileSync(join(commit, 'model_index.json'), '{}');
  mkdirSync(join(folder, 'models--me--other', 'refs'));
  make(join(folder, 'models--me--other', 'refs', 'main'));
  const service = await testService({ bundledFolders: [folder] });
  const told = (await service.registry.scan()).map(({ entry, remarks }) => [entry.name, remarks]);
  const remark = (file: string): unknown => [{ code: 'defaults_unreadable', facts: { file, reason } }];
  expect(told).toEqual([
    ['other', []],
    ['one', remark('one.defaults.json')],
    ['toy', remark('toy/generation_defaults.json')]
  ]);
});

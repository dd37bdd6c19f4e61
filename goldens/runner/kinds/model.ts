/** Fixtures of a model's files: every checkpoint of it computes what its network fixtures say; the torch file lacks tensors. */
import { dirname } from 'node:path';
import { inspectModel } from '../../../engine/models';
import { compareValues, worstOf } from '../compare';
import type { Item } from '../compare';
import type { Fixture } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { checkNetworks, isNetworkFixture, isVae } from './networks';
import { Fault } from '../../../schema/fault';

export const modelKinds: Kind[] = [
  { name: 'model', matches: ({ id, files }) => /^A\/.*\/model$/.test(id) && files !== undefined, check }
];

async function check(fixture: Fixture, context: CheckContext): Promise<Item[]> {
  const files = fixture.files ?? [];
  const inside = files.map(file => file.slice(fixture.file.length + 1));
  const singles = inside.filter(file => /^single.*\.safetensors$/.test(file));
  const vaes = inside
    .filter(file => /^vae[^/]*(\/config\.json|\.safetensors)$/.test(file))
    .map(file => (file.endsWith('.json') ? dirname(file) : file));
  const torchFiles = inside.filter(file => file.endsWith('.ckpt'));
  const items = [
    refusalOf(context, fixture, 'diffusers', null),
    ...torchFiles.map(file => refusalOf(context, fixture, file, 'model_incomplete'))
  ];
  const explicit = 'single.arch.json';
  const arch = inside.includes(explicit) ? context.folder.absolute(`${fixture.file}/${explicit}`) : undefined;
  for (const file of singles) {
    items.push(...(await checkAll(fixture, context, file, file, { arch }, isNetworkFixture)));
  }
  for (const file of vaes) {
    const vae = context.folder.absolute(`${fixture.file}/${file}`);
    items.push(...(await checkAll(fixture, context, file, 'diffusers', { vae }, isVae)));
  }
  return items;
}

/** Whether a checkpoint is refused, and with which code; null for a sound one. */
function refusalOf({ folder }: CheckContext, fixture: Fixture, file: string, expected: string | null): Item {
  const name = expected ? `${file} is refused` : `${file} is read`;
  let code: string | null = null;
  try {
    code = inspectModel(folder.absolute(`${fixture.file}/${file}`)).problems[0]?.code ?? null;
  } catch (error) {
    code = error instanceof Fault ? error.code : String(error);
  }
  return compareValues(name, code, expected);
}

/** One item per network fixture of the model, computed by one of its checkpoints. */
async function checkAll(
  { file: model }: Fixture,
  { folder, models }: CheckContext,
  name: string,
  checkpoint: string,
  options: { arch?: string; vae?: string },
  wanted: (fixture: Fixture) => boolean
): Promise<Item[]> {
  const networks = await models.open(folder.absolute(`${model}/${checkpoint}`), options);
  const items: Item[] = [];
  for (const fixture of folder.fixtures.filter(each => each.model === model && wanted(each))) {
    const part = fixture.id.split('/').pop();
    items.push(worstOf(`${name} ${part}`, await checkNetworks(fixture, folder, networks)));
  }
  return items;
}

/** The weights of one part of a diffusers folder, in one file or cut into several. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { refuseQuantised } from './quantised';
import { readJson } from './read-json';
import { readWeightsHeader } from './read-weights-header';
import type { WeightsHeader } from './weights-header';
import { Fault } from '../../schema/fault';

/** transformers calls the text encoder's weights otherwise where they are torch's. */
const TORCH_STEMS: Readonly<Record<string, string>> = { model: 'pytorch_model' };

/**
 * The headers of `folder`/`part`, as one: safetensors before torch's files, full precision before the fp16 and other variants, one file
 * before several, or whatever the only file is called. Throws model_incomplete where nothing is, model_unsupported for quantised weights.
 */
export function readPart(folder: string, part: string, stem: string): WeightsHeader {
  const place = join(folder, part);
  // A link into a cache may lead nowhere.
  const found = existsSync(place) ? readdirSync(place).filter(name => existsSync(join(place, name))) : [];
  const chosen =
    weightsNamed(found, stem, 'safetensors') ?? weightsNamed(found, TORCH_STEMS[stem] ?? stem, 'bin');
  if (chosen === undefined) {
    throw fileMissing(folder, `${part}/${stem}.safetensors`);
  }
  const header = chosen.endsWith('.json')
    ? readShards(place, chosen, part)
    : readWeightsHeader(join(place, chosen));
  refuseQuantised(header);
  return header;
}

/** The file of weights, or the index of several, that diffusers would take of those in a folder. */
function weightsNamed(found: readonly string[], stem: string, ending: string): string | undefined {
  const index = `${stem}.${ending}.index`;
  const plain = [`${stem}.${ending}`, `${index}.json`];
  const half = [`${stem}.fp16.${ending}`, `${index}.fp16.json`];
  const others = found
    .filter(name => name.startsWith(`${stem}.`) && !/-of-\d+/.test(name))
    .filter(name => name.endsWith(`.${ending}`) || (name.startsWith(index) && name.endsWith('.json')))
    .sort();
  const all = found.filter(name => name.endsWith(`.${ending}`));
  const sole = all.length === 1 ? all : [];
  return [...plain, ...half, ...others, ...sole].find(name => found.includes(name));
}

/** The files that an index names for its tensors; only files beside it count. */
function readShards(place: string, index: string, part: string): WeightsHeader {
  const name = `${part}/${index}`;
  const { weight_map: map } = readJson(join(place, index), name);
  const places = typeof map === 'object' && map !== null ? Object.values(map as Record<string, unknown>) : [];
  const files = [...new Set(places)].filter((file): file is string => typeof file === 'string');
  if (files.length === 0 || files.some(file => file !== basename(file))) {
    throw new Fault('model_corrupt', { file: name, reason: 'not_json' });
  }
  const missing = files.find(file => !existsSync(join(place, file)));
  if (missing) {
    throw fileMissing(join(place, '..'), `${part}/${missing}`);
  }
  const headers = files.map(file => readWeightsHeader(join(place, file)));
  return {
    file: headers[0].file,
    files: headers.map(({ file }) => file),
    sizeBytes: headers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    metadata: headers[0].metadata,
    tensors: new Map(headers.flatMap(({ tensors }) => [...tensors]))
  };
}

function fileMissing(folder: string, missing: string): Fault {
  return new Fault('model_incomplete', { file: basename(folder), reason: 'file_missing', missing });
}

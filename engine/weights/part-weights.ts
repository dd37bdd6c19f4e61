/** The weights of one part of a diffusers folder, in one file or cut into several. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { refuseQuantised } from './quantised';
import { readJson } from './read-json';
import { readSafetensorsHeader } from './safetensors';
import type { SafetensorsHeader } from './safetensors';
import { Fault } from '../../schema/fault';

/**
 * The headers of `folder`/`part`, as one: full precision before the fp16 and other variants, one file before several, or whatever the
 * only file is called. Throws
 * model_pickled where only a pickle is there, model_incomplete where nothing is, model_unsupported for quantised weights.
 */
export function readPart(folder: string, part: string, stem: string): SafetensorsHeader {
  const place = join(folder, part);
  // A link into a cache may lead nowhere.
  const found = existsSync(place) ? readdirSync(place).filter(name => existsSync(join(place, name))) : [];
  const plain = [`${stem}.safetensors`, `${stem}.safetensors.index.json`];
  const half = [`${stem}.fp16.safetensors`, `${stem}.safetensors.index.fp16.json`];
  const others = found
    .filter(name => name.startsWith(`${stem}.`) && /\.safetensors$|\.safetensors\.index.*\.json$/.test(name))
    .filter(name => !/-of-\d+/.test(name))
    .sort();
  const all = found.filter(name => /\.safetensors$/.test(name));
  const sole = all.length === 1 ? all : [];
  const chosen = [...plain, ...half, ...others, ...sole].find(name => found.includes(name));
  if (chosen) {
    const header = chosen.endsWith('.json')
      ? readShards(place, chosen, part)
      : readSafetensorsHeader(join(place, chosen));
    refuseQuantised(header);
    return header;
  }
  const pickle = [`${stem}.bin`, 'pytorch_model.bin', `${stem}.fp16.bin`, 'pytorch_model.fp16.bin'].find(
    name => found.includes(name)
  );
  if (pickle) {
    throw new Fault('model_pickled', { file: `${part}/${pickle}` });
  }
  throw fileMissing(folder, `${part}/${stem}.safetensors`);
}

/** The files that an index names for its tensors; only files beside it count. */
function readShards(place: string, index: string, part: string): SafetensorsHeader {
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
  const headers = files.map(file => readSafetensorsHeader(join(place, file)));
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

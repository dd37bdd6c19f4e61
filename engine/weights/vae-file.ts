import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { VaeArch } from './architecture';
import { LDM_PREFIX, vaeKeyMap } from './ldm-names';
import { readVaeConfig } from './read-config';
import { readJson } from './read-json';
import { readSafetensorsHeader } from './safetensors';
import { Shapes } from './shapes';
import { vaeOf } from './shapes-to-architecture';
import { vaeSpelling } from './spellings';
import { WeightSource } from './weight-source';

/** Prefixes a VAE file in LDM names may carry. */
const PREFIXES = ['', 'vae.', LDM_PREFIX.vae];

/**
 * A VAE that replaces a checkpoint's own: a diffusers folder with its config.json, or a single file in LDM names, whose groups and
 * scaling factor are those of the VAE it replaces.
 */
export function openVae(
  path: string,
  replaced: VaeArch
): { arch: VaeArch; weights: WeightSource; file: string } {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const file = join(path, 'diffusion_pytorch_model.safetensors');
    const config = readJson(join(path, 'config.json'), `${basename(path)}/config.json`);
    const weights = new WeightSource(readSafetensorsHeader(file), vaeSpelling);
    return { arch: readVaeConfig(config, `${basename(path)}/config.json`), weights, file };
  }
  const header = readSafetensorsHeader(path);
  const prefix = PREFIXES.find(candidate => header.tensors.has(`${candidate}encoder.conv_in.weight`)) ?? '';
  const { groups, scalingFactor } = replaced;
  const arch = vaeOf(new Shapes(header, name => prefix + name), { groups, scalingFactor });
  const keys = vaeKeyMap(arch);
  const weights = new WeightSource(header, name => [prefix + (keys.fromDiffusers(name) ?? name)]);
  return { arch, weights, file: path };
}

import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { VaeArch } from './architecture';
import { vaeKeyMap } from './ldm-names';
import { readPart } from './part-weights';
import { readVaeConfig } from './read-config';
import { refuseForeign } from './other-families';
import { refuseQuantised } from './quantised';
import { readJson } from './read-json';
import { readWeightsHeader } from './read-weights-header';
import type { WeightsHeader } from './weights-header';
import { Shapes } from './shapes';
import { vaeOf } from './shapes-to-architecture';
import { vaeNames } from './tensor-names';
import { WeightSource } from './weight-source';
import { Fault } from '../../schema/fault';

export type VaeFile = { arch: VaeArch; weights: WeightSource; files: readonly string[] };

/** What the shapes of a VAE can't tell, and what a latent must be for it to fit. */
export type VaeReplaced = Pick<VaeArch, 'groups' | 'scalingFactor' | 'sampleSize' | 'latentChannels'> &
  Partial<Pick<VaeArch, 'channels'>>;

/** First layers of both halves, which LDM and diffusers name alike, behind whatever a tool left before them. */
const HALF = /^(.*\.)?(encoder|decoder)\.conv_in\.weight$/;

/**
 * A VAE of its own: a diffusers folder with its config.json, or a single file in LDM's or diffusers' names behind any
 * prefix, whose groups and scaling factor are those of the VAE it replaces. Throws Fault model_*.
 */
export function openVae(path: string, replaced: VaeReplaced): VaeFile {
  const vae = readVae(path, replaced);
  const { latentChannels, channels } = vae.arch;
  if (latentChannels !== replaced.latentChannels) {
    const facts = { reason: 'config_value', key: 'latent_channels', value: latentChannels };
    throw new Fault('model_unsupported', { file: basename(path), ...facts });
  }
  // A level halves the picture: a latent pixel of it would be of another size.
  if (replaced.channels && channels.length !== replaced.channels.length) {
    const facts = { reason: 'config_value', key: 'block_out_channels', value: `[${channels}]` };
    throw new Fault('model_unsupported', { file: basename(path), ...facts });
  }
  return vae;
}

function readVae(path: string, { groups, scalingFactor, sampleSize }: VaeReplaced): VaeFile {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const name = `${basename(path)}/config.json`;
    if (!existsSync(join(path, 'config.json'))) {
      throw new Fault('model_incomplete', {
        file: basename(path),
        reason: 'file_missing',
        missing: 'config.json'
      });
    }
    const header = readPart(dirname(path), basename(path), 'diffusion_pytorch_model');
    const arch = readVaeConfig(readJson(join(path, 'config.json'), name), name);
    return { arch, weights: new WeightSource(header, vaeNames), files: header.files };
  }
  const header = readWeightsHeader(path);
  refuseQuantised(header);
  refuseForeign(header);
  return { ...vaeOfHeader(header, { groups, scalingFactor, sampleSize }), files: [path] };
}

function vaeOfHeader(
  header: WeightsHeader,
  given: Pick<VaeArch, 'groups' | 'scalingFactor' | 'sampleSize'>
): Pick<VaeFile, 'arch' | 'weights'> {
  const prefix = prefixOf(header);
  if (header.tensors.has(`${prefix}encoder.down_blocks.0.resnets.0.conv1.weight`)) {
    const probe = new Shapes(header, ldm => prefix + diffusersProbe(ldm));
    const spell = (name: string): string[] => vaeNames(name).map(each => prefix + each);
    return { arch: vaeOf(probe, given), weights: new WeightSource(header, spell) };
  }
  const arch = vaeOf(new Shapes(header, name => prefix + name), given);
  const keys = vaeKeyMap(arch);
  return { arch, weights: new WeightSource(header, name => [prefix + (keys.fromDiffusers(name) ?? name)]) };
}

/** What stands before the names of a VAE that has both halves. Throws model_incomplete for one that has one. */
function prefixOf({ file, tensors }: WeightsHeader): string {
  const found = [...tensors.keys()].flatMap(key => {
    const match = HALF.exec(key);
    return match ? [{ prefix: match[1] ?? '', half: match[2] }] : [];
  });
  const whole = found.find(({ prefix, half }) =>
    found.some(each => each.prefix === prefix && each.half !== half)
  );
  if (whole) {
    return whole.prefix;
  }
  const facts = found.length > 0 ? { reason: 'half_vae', value: found[0].half } : { reason: 'not_a_vae' };
  throw new Fault('model_incomplete', { file: basename(file), ...facts });
}

/** diffusers' name of what `vaeOf` looks at: its levels are counted there as in LDM. */
function diffusersProbe(ldm: string): string {
  return ldm
    .replace(/^encoder\.down\.(\d+)\.block\.(\d+)\./, 'encoder.down_blocks.$1.resnets.$2.')
    .replace(/^decoder\.mid\.attn_1\.q\./, 'decoder.mid_block.attentions.0.group_norm.');
}

/** SwarmUI: JSON with `sui_image_params` in `parameters` or the user comment. */
import { jsonIn, listIn, objectIn, restOf, sizeIn, textIn } from './json';
import type { Reader } from './types';
import { stem } from './written';

const READ = ['prompt', 'negativeprompt', 'model', 'seed', 'steps', 'cfgscale', 'width', 'height', 'sampler'];
const QUIET = ['scheduler', 'vae', 'images', 'aspectratio', 'sidelength', 'automaticvae', 'swarm_version'];

export const swarmUi: Reader = texts => {
  const params = objectIn(jsonIn(texts, each => objectIn(each.sui_image_params) !== null)?.sui_image_params);
  if (!params) {
    return null;
  }
  const weights = listIn(params.loraweights);
  const vae = textIn(params.vae);
  return {
    writer: 'SwarmUI',
    prompt: textIn(params.prompt),
    negative: textIn(params.negativeprompt),
    loras: listIn(params.loras).map((name, k) => ({ name: textIn(name), weight: textIn(weights[k]) || 1 })),
    pairs: [
      ['Steps', params.steps],
      ['Sampler', params.sampler ?? 'euler'],
      ['Schedule type', params.scheduler ?? 'normal'],
      ['CFG scale', params.cfgscale],
      ['Seed', params.seed],
      ['Size', sizeIn(params.width, params.height)],
      ['Model', stem(textIn(params.model))],
      ['VAE', vae === '' || /^none$/i.test(vae) ? undefined : stem(vae)],
      ['RNG', 'CPU'],
      ...restOf(params, ...READ, ...QUIET).map(([key, value]): [string, unknown] => [`Swarm ${key}`, value])
    ],
    unused: [
      ...new Set(
        [...textIn(params.prompt).matchAll(/<(segment|object|region|refiner|video|base|edgefix):?/g)].map(
          each => `<${each[1]}>`
        )
      )
    ]
  };
};

import { realLayout } from '../testing/real-layout';
import { LDM_PREFIX, unetKeyMap, vaeKeyMap } from './ldm-names';
import { architectureOf } from './shapes-to-architecture';

const { header, single, diffusers } = realLayout('sd15');
const arch = architectureOf(header);

describe.each([
  ['unet', unetKeyMap(arch.unet)],
  ['vae', vaeKeyMap(arch.vae)]
] as const)('names of the %s of SD 1.5', (part, keys) => {
  const prefix = LDM_PREFIX[part];
  const ldm = [...single.keys()]
    .filter(name => name.startsWith(prefix))
    .map(name => name.slice(prefix.length));

  test('every tensor of the folder is one of the single file, of the same size', () => {
    const found = [...diffusers[part]].map(([name, shape]) => {
      const own = single.get(prefix + keys.fromDiffusers(name));
      return [
        name,
        own && own.reduce((product, size) => product * size, 1) === shape.reduce((a, b) => a * b, 1)
      ];
    });
    expect(found.filter(([, same]) => !same)).toEqual([]);
  });

  test('every tensor of the single file is one of the folder, and its name comes back unchanged', () => {
    expect(ldm.length).toBe(diffusers[part].size);
    for (const name of ldm) {
      const theirs = keys.toDiffusers(name);
      expect(diffusers[part].has(theirs!)).toBe(true);
      expect(keys.fromDiffusers(theirs!)).toBe(name);
    }
  });

  test('a name of no module has no other name', () => {
    expect(keys.fromDiffusers('down_blocks.9.resnets.0.conv1.weight')).toBeUndefined();
    expect(keys.toDiffusers('model_ema.decay')).toBeUndefined();
  });
});

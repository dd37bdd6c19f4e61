import type { Model } from './model';
import { nameFiles, placeOf } from './names';

const file = (path: string, kind: 'lora' | 'checkpoint' = 'lora', aliases?: string[]): Model => {
  const name = path.split('/').pop()!.replace(/\.safetensors$/, '');
  return { entry: { name, path, kind, ...(aliases && { aliases }) } } as unknown as Model;
};

test.each([
  ['/m/Lora/style/ink.safetensors', '/m', 'style/ink.safetensors'],
  ['/m/ink.safetensors', '/m', 'ink.safetensors'],
  ['/m/models/Stable-diffusion/sd15', '/m', 'sd15'],
  ['/m/people/ink.safetensors', '/m', 'people/ink.safetensors'],
  ['/m/sd15', '/m/sd15', 'sd15']
])('%s lies at its place', (path, folder, place) => expect(placeOf(path, folder)).toBe(place));

test.each([
  ['a stem that is the only one', ['style/ink.safetensors', 'wash.safetensors'], ['ink', 'wash']],
  ['the place where it is not', ['ink.safetensors', 'style/ink.safetensors'], ['ink', 'style/ink']],
  ['the ending where two formats lie beside each other', ['ink.ckpt', 'ink.safetensors'], ['ink.ckpt', 'ink']],
  ['a number for the same place in another models folder', ['ink.safetensors', 'ink.safetensors'], ['ink', 'ink-2']],
  ['a stem with a dot', ['v1.5.safetensors', 'v1.safetensors'], ['v1.5', 'v1']]
])('a file is listed by %s', (_, paths, names) => {
  const models = paths.map(path => file(path));
  nameFiles(models);
  expect(models.map(({ entry }) => entry.name)).toEqual(names);
});

test('kinds have their own names', () => {
  const models = [file('ink.safetensors'), file('ink.safetensors', 'checkpoint')];
  nameFiles(models);
  expect(models.map(({ entry }) => entry.name)).toEqual(['ink', 'ink']);
});

test('an alias of several files, or that is the name of another, counts for none', () => {
  const models = [
    file('a.safetensors', 'lora', ['Ink', 'Mine']),
    file('b.safetensors', 'lora', ['ink']),
    file('c.safetensors', 'lora', ['A']),
    file('d.safetensors', 'lora', ['d', 'Dee'])
  ];
  nameFiles(models);
  expect(models.map(({ entry }) => entry.aliases)).toEqual([['Mine'], [], [], ['Dee']]);
});

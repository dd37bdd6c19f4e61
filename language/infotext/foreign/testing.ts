/** Pictures of other programs, and the check that all of them are read by. */
import { parseSweep } from '../../cell';
import { dreams, testContext } from '../../../server/sweep/testing';
import { settingsIn, type PictureText } from './index';

const models = [
  dreams,
  {
    ...dreams,
    name: 'sdxl/juggernaut.safetensors',
    family: 'sdxl' as const,
    sha256: 'aeb7e9e689'.padEnd(64, '0')
  },
  { ...dreams, kind: 'vae' as const, name: 'soft' },
  { ...dreams, kind: 'upscaler' as const, name: '4x-sharp' },
  { ...dreams, kind: 'lora' as const, name: 'detail' }
];

/** A folder with the models that the pictures name. */
export const context = (): ReturnType<typeof testContext> => testContext({ models });

export const parameters = (text: string): PictureText[] => [{ key: 'parameters', text }];
export const json = (key: string, value: unknown): PictureText => ({ key, text: JSON.stringify(value) });

/** What every picture of a cat here was drawn with; `line` says all but the steps as A1111 does. */
const BASE = { steps: 20, cfg_scale: 7, seed: 123, width: 512, height: 768 };
export const line = 'CFG scale: 7, Seed: 123, Size: 512x768';

/** A picture's texts, the program they are found to be of, and what is read of them besides `BASE`. */
export type Row = [name: string, texts: PictureText[], writer: string, base: Record<string, unknown>];

/** Has each row be read as a cell would read it. */
export function testRows(rows: Row[]): void {
  test.each(rows)('%s', (_, texts, writer, base) => {
    const found = settingsIn(texts)!;
    expect(found.writer).toBe(writer);
    const { spec } = parseSweep(`%%sweep\n${found.text}`, context());
    expect(spec.axes).toEqual([]);
    for (const [name, value] of Object.entries({
      prompt: expect.stringMatching(/^a \{?cat/),
      ...BASE,
      ...base
    })) {
      expect({ [name]: spec.base[name] }).toEqual({ [name]: value });
    }
  });
}

/** What is asked of the text encoders, and what becomes of their answers; the encoders answer with numbers made of the ids. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeShapes } from '../testing/safetensors-file';
import { fakeNetworks } from '../testing/fake-networks';
import type { TextChunk } from '../types';
import { encodePrompt, loadTokenizer } from './index';
import type { Conditioning, PromptOptions } from './index';

const tokenizer = loadTokenizer(join(__dirname, '../../goldens/A/sd1/diffusers/tokenizer'));
const folder = mkdtempSync(join(tmpdir(), 'embeddings-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Encoders of widths 2 and 1 whose states are the ids, and all chunks they were asked. */
async function encode(
  prompt: string,
  options: PromptOptions = {}
): Promise<Conditioning & { asked: TextChunk[] }> {
  const asked: TextChunk[] = [];
  const info = { ...fakeNetworks().info, contextDim: 3, pooledDim: 1, sizeIds: 6 };
  const found = await encodePrompt(
    {
      info,
      tokenizer,
      secondTokenizer: loadTokenizer(join(__dirname, '../../goldens/A/sdxl/diffusers/tokenizer_2')),
      async encodeText(chunks) {
        asked.push(...chunks);
        return chunks.map(({ ids }) => ({
          states: [Float32Array.from(ids.flatMap(id => [id, id])), Float32Array.from(ids, id => -id)],
          pooled: Float32Array.of(ids[1])
        }));
      }
    },
    prompt,
    options
  );
  return { ...found, asked };
}

const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
/** One encoder's channel of a context. */
const channel = ({ context }: Conditioning, number: number): Float32Array =>
  context.filter((_, k) => k % 3 === number);

test('the encoders lie side by side and each keeps its own mean', async () => {
  const plain = await encode('a cat');
  const weighted = await encode('a (cat:1.5)');
  expect(plain.tokens).toBe(77);
  expect([...plain.context.slice(0, 3)]).toEqual([tokenizer.bos, tokenizer.bos, -tokenizer.bos]);
  for (const number of [0, 2]) {
    expect(meanOf(channel(weighted, number))).toBeCloseTo(meanOf(channel(plain, number)), 2);
  }
  const [first, second] = [tokenizer.encode('a')[0], tokenizer.encode('cat')[0]];
  expect(channel(weighted, 0)[2] / channel(weighted, 0)[1]).toBeCloseTo((1.5 * second) / first, 4);
});

test("the pooled text is the first chunk's", async () => {
  const { pooled, tokens } = await encode('cat BREAK a');
  expect(tokens).toBe(154);
  expect([...pooled!]).toEqual(tokenizer.encode('cat'));
});

test('nothing is zeros where it is asked for', async () => {
  const { context, pooled, asked } = await encode('', { zero: true });
  expect([context.length, pooled!.length, asked.length]).toEqual([77 * 3, 1, 0]);
  expect(Math.max(...context, ...pooled!)).toBe(0);
});

test('texts of one timeline have as many chunks, and one mean', async () => {
  const among = ['a cat', 'a (cat:1.5)', 'a cat BREAK b'];
  const all: Conditioning[] = [];
  for (const text of among) {
    all.push(await encode(text, { among }));
  }
  expect(all.map(({ tokens }) => tokens)).toEqual([154, 154, 154]);
  const firsts = (list: Conditioning[]): number =>
    meanOf(Float32Array.from(list.flatMap(each => [...channel(each, 0).slice(0, 77)])));
  const plain = await Promise.all(['a cat', 'a cat', 'a cat'].map(text => encode(text)));
  expect(firsts(all)).toBeCloseTo(firsts(plain), 2);
  expect(channel(all[0], 0)[1]).not.toBe(channel(plain[0], 0)[1]);
});

test('diffusers reads one chunk of the plain text, and pads its second encoder', async () => {
  const { tokens, asked } = await encode(`(a:1.5)! ${'cat '.repeat(100)}`, { flavour: 'diffusers' });
  expect(tokens).toBe(77);
  expect(asked).toHaveLength(1);
  expect(asked[0].ids.slice(1, 3)).toEqual(tokenizer.encode('(a').slice(0, 2));
  expect(asked[0].second).toContain(0);
});

describe('embeddings', () => {
  const file = (name: string, shapes: Record<string, number[]>): string => {
    const path = join(folder, `${name}.safetensors`);
    writeShapes(path, shapes);
    return path;
  };
  const embeddings = {
    charm: file('charm', { clip_g: [3, 1], clip_l: [3, 2] }),
    'charm cat': file('charm-cat', { clip_g: [1, 1], clip_l: [1, 2] })
  };
  const placesOf = ({ asked }: { asked: TextChunk[] }): [number, number][][] =>
    asked.map(chunk => (chunk.embeddings ?? []).map(({ at, vectors: [left] }) => [at, left.length / 2]));

  test('are found by name, the longest first, in the order of the encoders', async () => {
    const found = await encode('a charm, charm cat', { embeddings });
    expect(placesOf(found)).toEqual([
      [
        [2, 3],
        [6, 1]
      ]
    ]);
    expect(found.asked[0].embeddings![0].vectors.map(each => each.length)).toEqual([6, 3]);
  });

  test('are never split over chunks', async () => {
    expect(placesOf(await encode(`${'cat '.repeat(74)}charm`, { embeddings }))).toEqual([[], [[1, 3]]]);
  });

  test('are left behind by a comma as in A1111, and taken along under strict', async () => {
    const prompt = `${'cat '.repeat(60)}, charm a ${'cat '.repeat(20)}`;
    expect(placesOf(await encode(prompt, { embeddings }))).toEqual([[[62, 3]], []]);
    expect(placesOf(await encode(prompt, { embeddings, strict: true }))).toEqual([[], [[1, 3]]]);
  });

  test('of another width are words, as A1111 skips them', async () => {
    const misfit = { charm: file('misfit', { emb_params: [1, 768] }) };
    expect(placesOf(await encode('a charm', { embeddings: misfit }))).toEqual([[]]);
  });

  test.each<[string, Record<string, number[]>, object]>([
    ['embedding_too_long', { emb_params: [76, 3] }, { found: 76, limit: 75 }],
    ['model_unsupported', { a: [1, 3], b: [1, 3] }, { reason: 'embedding_words', value: 'a, b', found: 2 }],
    ['model_unsupported', { a: [1, 3, 1] }, { reason: 'not_embedding' }]
  ])('%s is told', async (code, shapes, facts) => {
    const path = file(code, shapes);
    await expect(encode('charm', { embeddings: { charm: path } })).rejects.toMatchObject({ code, facts });
  });
});

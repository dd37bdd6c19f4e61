/** Fixtures of the prompt language: tokens, emphasis, chunks, conditioning. */
import { chunkPrompt, editPrompt, parsePrompt, splitAnd, stageAt } from '../../engine/prompt';
import type { Emphasis, Stage } from '../../engine/prompt';
import { encodePrompt, loadTokenizer } from '../../engine/text';
import { compareNumbers, compareValues, worstOf } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture, GoldenFolder } from '../manifest';
import type { Bench, Kind } from '../runner';
import { joined } from './arrays';

export const promptKinds: Kind[] = [
  {
    name: 'tokenizer',
    knows: ({ id }) => /^A\/.*\/tokenizer\w*$/.test(id),
    check: (fixture, { folder }) => checkTokenizer(fixture, folder)
  },
  {
    name: 'attention',
    knows: ({ id }) => id === 'E/attention',
    check: (fixture, { folder }) => checkAttention(fixture, folder)
  },
  {
    name: 'chunks',
    knows: ({ id }) => id === 'E/chunks',
    check: (fixture, { folder }) => checkChunks(fixture, folder)
  },
  {
    name: 'editing',
    knows: ({ id }) => id === 'E/schedule',
    check: (fixture, { folder }) => checkEditing(fixture, folder)
  },
  {
    name: 'AND',
    knows: ({ id }) => id === 'E/composable',
    check: (fixture, { folder }) => checkParts(fixture, folder)
  },
  { name: 'conditioning', knows: ({ id }) => id === 'E/conditioning', check: checkConditioning },
  { name: 'encoded prompts', knows: ({ id }) => /^D\/.*encode_prompt$/.test(id), check: checkEncodedPrompts }
];

type Cases<C> = { cases: C[] };

type TokenizerFile = Cases<{ text: string; ids: number[] }> & {
  tokenizer: string;
  bos: number;
  eos: number;
  pad: number;
};

function checkTokenizer(fixture: Fixture, folder: GoldenFolder): Item[] {
  const { tokenizer: path, bos, eos, pad, cases } = folder.json<TokenizerFile>(fixture);
  // The path is relative to the model's folder, where this file lies.
  const tokenizer = loadTokenizer(folder.absolute(fixture.file.replace(/[^/]*$/, path)));
  const { bos: foundBos, eos: foundEos, pad: foundPad } = tokenizer;
  return [
    compareValues('special tokens', { bos: foundBos, eos: foundEos, pad: foundPad }, { bos, eos, pad }),
    worstOf(
      'texts',
      cases.map(({ text, ids }) => compareValues(JSON.stringify(text), tokenizer.encode(text), ids))
    )
  ];
}

function checkAttention(fixture: Fixture, folder: GoldenFolder): Item[] {
  const { cases, raises = [] } = folder.json<
    Cases<{ text: string; runs: [string, number][] }> & { raises?: string[] }
  >(fixture);
  const runsOf = (text: string): [string, number][] =>
    parsePrompt(text, { emphasis: 'original' }).map(run => [run.text, run.weight]);
  const items = cases.map(({ text, runs }) => compareValues(JSON.stringify(text), runsOf(text), runs));
  return [
    worstOf('texts', items),
    ...raises.map(text =>
      compareValues(
        `refuses ${text}`,
        throws(() => runsOf(text)),
        true
      )
    )
  ];
}

type ChunksFile = Cases<{
  text: string;
  count: number;
  chunks: { tokens: number[]; weights: number[]; used: number }[];
  no_backtrack?: { count: number; used: number[] };
  pad0_first_chunk_tail?: number[];
}> & { tokenizer: string };

function checkChunks(fixture: Fixture, folder: GoldenFolder): Item[] {
  const file = folder.json<ChunksFile>(fixture);
  const tokenizer = loadTokenizer(folder.absolute(file.tokenizer));
  const items = file.cases.flatMap(
    ({ text, count, chunks, no_backtrack: loose, pad0_first_chunk_tail: tail }) => {
      const runs = parsePrompt(text, { emphasis: 'original' });
      const found = chunkPrompt(runs, tokenizer);
      const named = found.chunks.map(({ ids, weights, used }) => ({ tokens: ids, weights, used }));
      const [name] = [JSON.stringify(text.slice(0, 40))];
      const all = [compareValues(name, { count: found.count, chunks: named }, { count, chunks })];
      if (loose) {
        const cut = chunkPrompt(runs, tokenizer, { commaBacktrack: 0 });
        const uses = { count: cut.count, used: cut.chunks.map(({ used }) => used) };
        all.push(compareValues(`${name} without backtracking`, uses, loose));
      }
      if (tail) {
        const padded = chunkPrompt(runs, { ...tokenizer, encode: tokenizer.encode, pad: 0 }).chunks[0].ids;
        all.push(compareValues(`${name} padded with 0`, padded.slice(-tail.length), tail));
      }
      return all;
    }
  );
  return [worstOf('texts', items)];
}

type Schedule = [number, string][];
type EditingFile = Cases<{ text: string; steps: number; schedule: Schedule; per_call?: string[] }> & {
  hires_cases?: {
    text: string;
    steps: number;
    hires_steps: number;
    base_pass: Schedule;
    hires_pass: Schedule;
  }[];
  old_scheduling_cases?: { text: string; steps: number; schedule: Schedule }[];
};

function checkEditing(fixture: Fixture, folder: GoldenFolder): Item[] {
  const {
    cases,
    hires_cases: hires = [],
    old_scheduling_cases: old = []
  } = folder.json<EditingFile>(fixture);
  const pairs = (stages: readonly Stage[]): Schedule => stages.map(({ until, text }) => [until, text]);
  const plain = cases.flatMap(({ text, steps, schedule, per_call: calls }) => {
    const stages = editPrompt(text, { steps });
    const perCall = calls?.map((_, call) => stageAt(stages, call).text);
    return [compareValues(text, pairs(stages), schedule), compareValues(`${text} per call`, perCall, calls)];
  });
  const passes = hires.flatMap(({ text, steps, hires_steps: more, base_pass: base, hires_pass: second }) => [
    compareValues(text, pairs(editPrompt(text, { steps })), base),
    compareValues(`${text} hires`, pairs(editPrompt(text, { steps: more, stepsBefore: steps })), second)
  ]);
  const former = old.map(({ text, steps, schedule }) =>
    compareValues(text, pairs(editPrompt(text, { steps, oldRule: true })), schedule)
  );
  return [worstOf('texts', plain), worstOf('two passes', passes), worstOf('old rule', former)];
}

function checkParts(fixture: Fixture, folder: GoldenFolder): Item[] {
  const { cases } = folder.json<Cases<{ text: string; parts: [string, number][] }>>(fixture);
  const partsOf = (text: string): [string, number][] => splitAnd(text).map(part => [part.text, part.weight]);
  return [
    worstOf(
      'texts',
      cases.map(({ text, parts }) => compareValues(text, partsOf(text), parts))
    )
  ];
}

/** `case<k>/skip<N>/<emphasis>`. */
async function checkConditioning(fixture: Fixture, { folder, models }: Bench): Promise<Item[]> {
  const networks = await models.networks(fixture.model ?? '');
  const cases = fixture.config?.cases as { case: number; text: string }[];
  const items: Item[] = [];
  for (const [key, tensor] of folder.tensors(fixture)) {
    const [, place, skip, emphasis] = /^case(\d+)\/skip(\d+)\/(\w+)$/.exec(key)!;
    const { text } = cases.find(each => each.case === Number(place))!;
    const options = { clipSkip: Number(skip), emphasis: emphasis as Emphasis };
    const { context } = await encodePrompt(networks, text, options);
    items.push(compareNumbers(key, context, floatsOf(tensor, key), fixture.tolerance ?? {}));
  }
  return items;
}

/** `out.prompt_embeds` and `out.negative_prompt_embeds`: one chunk each. */
async function checkEncodedPrompts(fixture: Fixture, { folder, models }: Bench): Promise<Item[]> {
  const networks = await models.networks(fixture.model ?? '');
  const tensors = folder.tensors(fixture);
  const items: Item[] = [];
  for (const name of ['prompt', 'negative_prompt']) {
    const texts = [fixture.config?.[name] as string | string[]].flat();
    const contexts: Float32Array[] = [];
    for (const text of texts) {
      contexts.push((await encodePrompt(networks, text)).context);
    }
    const key = `out.${name}_embeds`;
    items.push(
      compareNumbers(key, joined(contexts), floatsOf(tensors.get(key), key), fixture.tolerance ?? {})
    );
  }
  return items;
}

function throws(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}

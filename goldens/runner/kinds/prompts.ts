/** Fixtures of the prompt language: tokens, tags, emphasis, editing, AND, chunks. */
import { chunkPrompt, editPrompt, parsePrompt, readTags, splitAnd, stageAt } from '../../../language/prompt';
import type { Dialect, Stage } from '../../../language/prompt';
import { loadTokenizer } from '../../../engine/text';
import { compareValues, worstOf } from '../compare';
import type { Item } from '../compare';
import type { Fixture, GoldenFolder } from '../manifest';
import type { Kind } from '../kind';
import { conditioningKinds } from './conditioning';
import { embeddingKinds } from './embeddings';

export const promptKinds: Kind[] = [
  {
    name: 'tokenizer',
    matches: ({ id }) => /^A\/.*\/tokenizer\w*$/.test(id),
    check: (fixture, { folder }) => checkTokenizer(fixture, folder)
  },
  {
    name: 'attention',
    matches: ({ id }) => id === 'E/attention',
    check: (fixture, { folder }) => checkAttention(fixture, folder)
  },
  {
    name: 'chunks',
    matches: ({ id }) => id === 'E/chunks',
    check: (fixture, { folder }) => checkChunks(fixture, folder)
  },
  {
    name: 'editing',
    matches: ({ id }) => id === 'E/schedule',
    check: (fixture, { folder }) => checkEditing(fixture, folder)
  },
  {
    name: 'AND',
    matches: ({ id }) => id === 'E/composable',
    check: (fixture, { folder }) => checkParts(fixture, folder)
  },
  {
    name: 'tags',
    matches: ({ id }) => id === 'E/extra_networks',
    check: (fixture, { folder }) => checkTags(fixture, folder)
  },
  {
    name: 'dialects',
    matches: ({ id }) => id === 'E/dialects',
    check: (fixture, { folder }) => checkDialects(fixture, folder)
  },
  ...conditioningKinds,
  ...embeddingKinds
];

type Cases<C> = { cases: C[] };

type TokenizerFile = Cases<{ text: string; ids: number[]; ids_diffusers?: number[] }> & {
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
    ),
    worstOf(
      'texts as diffusers reads them',
      cases.map(({ text, ids, ids_diffusers: expected = ids }) =>
        compareValues(JSON.stringify(text), tokenizer.encode(text, 'diffusers'), expected)
      )
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

type TagsFile = Cases<{
  text: string;
  rest: string;
  networks: { kind: string; positional: string[]; named: Record<string, string> }[];
  resolved: { name: string; te: number; unet: number }[];
}>;

function checkTags(fixture: Fixture, folder: GoldenFolder): Item[] {
  const { cases } = folder.json<TagsFile>(fixture);
  const items = cases.map(({ text, ...expected }) => {
    const { text: rest, tags, loras } = readTags(text);
    const networks = tags.map(({ kind, positional, named }) => ({ kind, positional, named }));
    const resolved = loras.map(({ name, te, unet }) => ({ name, te, unet }));
    return compareValues(JSON.stringify(text), { rest, networks, resolved }, expected);
  });
  return [worstOf('texts', items)];
}

function checkDialects(fixture: Fixture, folder: GoldenFolder): Item[] {
  const { cases } = folder.json<Cases<{ dialect: Dialect; text: string; runs: [string, number][] }>>(fixture);
  const items = cases.map(({ dialect, text, runs }) => {
    const found = parsePrompt(text, { emphasis: 'original', dialect });
    return compareValues(
      `${dialect} ${JSON.stringify(text)}`,
      found.map(run => [run.text, run.weight]),
      runs
    );
  });
  return [worstOf('texts', items)];
}

function throws(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}

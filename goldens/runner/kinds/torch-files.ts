/** Fixtures of torch files: the tensors that a file holds, bit for bit, and files that must be refused by what they ask for. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileKindOf, readTensorBytes, readWeightsHeader } from '../../../engine/weights';
import { floatsIn } from '../../../engine/testing/read-tensors';
import { Fault } from '../../../schema/fault';
import { say } from '../../../schema/messages';
import { compareValues } from '../compare';
import type { Item } from '../compare';
import type { CheckContext, Kind } from '../kind';
import type { Fixture } from '../manifest';

export const torchFileKinds: Kind[] = [
  { name: 'torch files that load', matches: ({ id }) => id === 'R/load', check: checkLoading },
  { name: 'torch files that are refused', matches: ({ id }) => id === 'R/refuse', check: checkRefusing }
];

type Loading = {
  file: string;
  /** Keys that lead to the weights. */
  unwrap: string[];
  tensors: {
    path: (string | number)[];
    dtype: keyof typeof DTYPES;
    shape: number[];
    sha256_f32: string;
    sha256_raw: string;
  }[];
};

type Refusing = {
  file: string;
  expect: 'refuse' | 'refuse_or_empty' | 'refuse_or_load';
  must_mention: string;
};

const DTYPES = {
  float32: 'F32',
  float16: 'F16',
  bfloat16: 'BF16',
  float64: 'F64',
  int64: 'I64',
  int32: 'I32',
  int16: 'I16',
  int8: 'I8',
  uint8: 'U8',
  bool: 'BOOL'
} as const;

/** A refusal takes no longer than this, whatever the file asks for. */
const SECONDS_MAX = 1;

function checkLoading(fixture: Fixture, { folder }: CheckContext): Item[] {
  return folder.json<{ cases: Loading[] }>(fixture).cases.map(({ file, unwrap, tensors }) => {
    const found = [...readWeightsHeader(folder.absolute(file)).tensors.values()].map(entry => {
      const bytes = readTensorBytes(entry);
      const { name, dtype, shape } = entry;
      return [name, { dtype, shape, raw: sha256(bytes), f32: sha256(floatsIn(dtype, bytes)) }] as const;
    });
    const expected = tensors
      .filter(({ path }) => unwrap.every((key, i) => path[i] === key))
      .map(({ path, dtype, shape, sha256_raw: raw, sha256_f32: f32 }) => {
        const name = path.slice(unwrap.length).join('.');
        return [name, { dtype: DTYPES[dtype], shape, raw, f32 }] as const;
      });
    return compareValues(basename(file), Object.fromEntries(found), Object.fromEntries(expected));
  });
}

function checkRefusing(fixture: Fixture, { folder }: CheckContext): Item[] {
  const { cases, marker } = folder.json<{ cases: Refusing[]; marker: string }>(fixture);
  const items = cases.map(({ file, expect, must_mention: mention }) => {
    const started = performance.now();
    const said = refusal(folder.absolute(file));
    const seconds = (performance.now() - started) / 1000;
    const wanted =
      said === null ? expect === 'refuse_or_load' : said.includes(mention) || expect !== 'refuse';
    const item = compareValues(basename(file), [wanted, seconds < SECONDS_MAX], [true, true]);
    return { ...item, note: said ?? 'read' };
  });
  const places = [process.cwd(), ...new Set(cases.map(({ file }) => dirname(folder.absolute(file))))];
  const written = places.filter(place => existsSync(place) && readdirSync(place).includes(marker));
  return [...items, compareValues('nothing was run', written, [])];
}

/** What the reader says of a file that it does not take; null for one that it takes. */
function refusal(path: string): string | null {
  try {
    fileKindOf(readWeightsHeader(path));
    return null;
  } catch (error) {
    if (error instanceof Fault) {
      return say(error.code, error.facts, 'en');
    }
    throw error;
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

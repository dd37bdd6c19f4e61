/** Fixtures of A1111's infotext, built and read, and of the pictures that carry it. */
import { readFileSync } from 'node:fs';
import { buildInfotext, type InfotextPair } from '../../../language/infotext/write';
import { type ParsedInfotext, parseInfotext } from '../../../language/infotext/read';
import { readPictureText } from '../../../server/images/picture-text';
import { compareValues, type Item } from '../compare';
import type { Fixture, GoldenFolder } from '../manifest';
import type { Kind } from '../kind';

export const infotextKinds: Kind[] = [
  {
    name: 'infotext',
    matches: ({ id }) => /^E\/infotext/.test(id),
    check: (fixture, { folder }) => checkInfotext(fixture, folder)
  },
  {
    name: 'picture text',
    matches: ({ id }) => /^F\/metadata/.test(id),
    check: (fixture, { folder }) => checkPictures(fixture, folder)
  }
];

type TextCase = {
  note: string;
  prompt: string;
  negative: string;
  params: InfotextPair[];
  text: string;
  parsed: ParsedInfotext;
};
type TextFile = { cases: TextCase[]; parse_only?: { text: string; parsed: ParsedInfotext }[] };

function checkInfotext(fixture: Fixture, folder: GoldenFolder): Item[] {
  const file = readFileSync(folder.absolute(fixture.file), 'utf8');
  const { cases, parse_only = [] } = JSON.parse(withWrittenFloats(file)) as TextFile;
  return [
    ...cases.map(({ note, prompt, negative, params, text }) =>
      compareValues(`builds ${note}`, buildInfotext(prompt, negative, params), text)
    ),
    ...cases.map(({ note, text, parsed }) => compareValues(`reads ${note}`, parseInfotext(text), parsed)),
    ...parse_only.map(({ text, parsed }) =>
      compareValues(`reads ${JSON.stringify(text.slice(0, 40))}`, parseInfotext(text), parsed)
    )
  ];
}

/** Python prints a float of 7 as 7.0, which JSON.parse would make 7: numbers with a point become their text. */
function withWrittenFloats(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d+\.\d+(?:e[+-]?\d+)?/gi, found =>
    found.startsWith('"') ? found : `"${found}"`
  );
}

type PictureCase = {
  file: string;
  text?: string | null;
  parsed?: ParsedInfotext;
  /** What a NovelAI picture says, by our names. */
  expect?: Record<string, string | number>;
};

async function checkPictures(fixture: Fixture, folder: GoldenFolder): Promise<Item[]> {
  const items: Item[] = [];
  for (const { file, text, parsed, expect } of folder.json<{ cases: PictureCase[] }>(fixture).cases) {
    const found = await readPictureText(readFileSync(folder.absolute(file)));
    if (text !== undefined) {
      items.push(compareValues(file, found, text));
    }
    if (parsed) {
      items.push(compareValues(`${file} read`, parseInfotext(found ?? ''), parsed));
    }
    if (expect) {
      items.push(compareValues(file, said(parseInfotext(found ?? ''), Object.keys(expect)), expect));
    }
  }
  return items;
}

const KEYS: Readonly<Record<string, string>> = {
  steps: 'Steps',
  sampler: 'Sampler',
  cfg: 'CFG scale',
  seed: 'Seed',
  clip_skip: 'Clip skip',
  ensd: 'ENSD'
};

/** The values of these names, numbers as numbers. */
function said(
  { prompt, negative, params }: ParsedInfotext,
  names: readonly string[]
): Record<string, unknown> {
  const value = (name: string): unknown => {
    const text = name === 'prompt' ? prompt : name === 'negative' ? negative : params[KEYS[name] ?? name];
    return name in KEYS && name !== 'sampler' ? Number(text) : text;
  };
  return Object.fromEntries(names.map(name => [name, value(name)]));
}

/** What a sweep cell's stretches are, for colouring: the magic, names, operators, values, and the prompt with its weights. */
import { stretchesOf } from '../panel/weights';

export type TokenKind =
  'magic' | 'name' | 'operator' | 'number' | 'string' | 'text' | 'more' | 'less' | 'mark' | 'variable';
export type CellToken = { from: number; to: number; kind: TokenKind };

const MAGIC = /^\s*%%(?:sweep|txt2img)\b/;
const NEGATIVE = /^[ \t]*negative prompt:/i;
const VARIABLE = /\$(?:\{[^}\n]*\}|[A-Za-z_]\w*)/g;

/** Cells longer than this are left plain: colour must never make typing slow. */
const LENGTH_MAX = 20_000;

export function isSweepCell(text: string): boolean {
  return MAGIC.test(text);
}

/** The tokens of a cell in order, none overlapping; none for a cell that isn't a sweep. */
export function tokensOfCell(text: string): CellToken[] {
  const magic = MAGIC.exec(text);
  if (!magic || text.length > LENGTH_MAX) {
    return [];
  }
  const end = lineEnd(text, magic[0].length);
  return [
    { from: 0, to: magic[0].length, kind: 'magic' },
    ...headerTokens(text, magic[0].length, end),
    ...bodyTokens(text, end + 1)
  ];
}

function headerTokens(text: string, from: number, to: number): CellToken[] {
  const pattern =
    /("(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(\$(?:\{[^}]*\}|\w+))|([\w&]+)(?==)|([=,&]|\.\.|[:x×](?=\d))|(\d+(?:\.\d+)?)|([^\s=,"'&]+)/gu;
  const kinds: readonly TokenKind[] = ['string', 'variable', 'name', 'operator', 'number', 'text'];
  return [...text.slice(from, to).matchAll(pattern)].map(match => {
    const group = match.slice(1).findIndex(part => part !== undefined);
    const start = from + match.index;
    return { from: start, to: start + match[0].length, kind: kinds[group] };
  });
}

function bodyTokens(text: string, from: number): CellToken[] {
  const tokens: CellToken[] = [];
  let start = from;
  while (start <= text.length) {
    const end = lineEnd(text, start);
    const [opening] = NEGATIVE.exec(text.slice(start, end)) ?? [''];
    if (opening) {
      tokens.push({ from: start, to: start + opening.length, kind: 'name' });
    }
    tokens.push(...promptTokens(text.slice(start + opening.length, end), start + opening.length));
    start = end + 1;
  }
  return tokens;
}

function promptTokens(line: string, from: number): CellToken[] {
  const tokens: CellToken[] = [];
  let at = from;
  for (const { text, kind } of stretchesOf(line)) {
    tokens.push({ from: at, to: at + text.length, kind: kind === 'plain' ? 'text' : kind });
    at += text.length;
  }
  const variables = [...line.matchAll(VARIABLE)].map(({ index, 0: name }) => [
    from + index,
    from + index + name.length
  ]);
  return variables.reduce((all, [start, end]) => cutOut(all, start, end), tokens);
}

/** The tokens with one of a variable put over whatever was there. */
function cutOut(tokens: readonly CellToken[], from: number, to: number): CellToken[] {
  const kept = tokens.flatMap(token =>
    token.to <= from || token.from >= to
      ? [token]
      : [
          { ...token, to: Math.max(token.from, from) },
          { ...token, from: Math.min(token.to, to) }
        ].filter(part => part.from < part.to)
  );
  return [...kept, { from, to, kind: 'variable' as const }].sort((a, b) => a.from - b.from);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** What the stretches of a cell are, for colouring: the magic, names, operators, values, and the prompts with their weights. */
import type { Dialect, Emphasis } from '../../prompt';
import type { PromptStyle } from '../../prompt/words-and-marks';
import { findParameter } from '../../../schema/catalogue';
import type { CellPair } from '../../infotext/line-pairs';
import { sizePlaces } from '../../sizes/read-size';
import { numberPlaces } from '../values/numbers';
import type { Written } from '../text/scanner';
import type { Source, Span, Text } from '../source';
import type { PartKind } from '../text/list';
import { variablesIn } from '../text/variables';
import { partKinds, takesOneText, type WrittenWord } from '../text/words';
import { readWrittenCell, saidIn, type WrittenCell } from '../text/written-cell';
import { stretchesOf, type StretchKind } from '../weights/stretches';

export type TokenKind =
  'magic' | 'name' | 'operator' | 'number' | 'string' | 'text' | 'variable' | Exclude<StretchKind, 'plain'>;
export type CellToken = { from: number; to: number; kind: TokenKind };

/** The tokens of a cell in order, none overlapping; none for a cell that isn't a sweep. */
export function tokensOfCell(text: string): CellToken[] {
  const cell = readWrittenCell(text);
  if (!cell) {
    return [];
  }
  const { source, magic, words, body } = cell;
  const style = styleOf(cell);
  const tokens = [
    token(magic, 'magic'),
    ...words.flatMap(word => wordTokens(word, source)),
    ...(body.prompt ? promptTokens(body.prompt, style) : []),
    ...body.openings.map(each => token(each, 'name')),
    ...(body.negative ? promptTokens(body.negative, { ...style, side: 'negative' }) : []),
    ...body.pairs.flatMap(pair => pairTokens(pair, source))
  ].sort((a, b) => a.from - b.from);
  return withVariables(tokens, source.text);
}

/** How a cell's prompts are read, as far as the cell itself says it. */
export function styleOf(cell: WrittenCell): PromptStyle {
  const choice = (name: string): string | undefined => {
    const said = saidIn(cell, name)?.toLowerCase();
    return said !== undefined && findParameter(name)?.choices?.includes(said) ? said : undefined;
  };
  return {
    dialect: choice('dialect') as Dialect | undefined,
    emphasis: choice('emphasis') as Emphasis | undefined,
    strict: saidIn(cell, 'strict')?.toLowerCase() === 'true'
  };
}

function wordTokens({ name, equals, items, values, stray }: WrittenWord, source: Source): CellToken[] {
  if (!equals) {
    return [token(name.span, 'text')];
  }
  const kinds = takesOneText(name.value) ? (['number'] as const) : partKinds(name.value);
  const parts = items.flatMap(item => item.parts.map((part, k) => partTokens(part, kinds[k] ?? 'text')));
  const tokens = [...nameTokens(name), ...parts.flat()];
  return [
    ...withOperators(tokens, { start: name.span.start, end: values.end }, source),
    ...(stray ? [token(stray, 'text')] : [])
  ];
}

function nameTokens({ value, span }: Text): CellToken[] {
  return [...value.matchAll(/[^&]+/g)].map(({ index, 0: name }) =>
    token({ start: span.start + index, end: span.start + index + name.length }, 'name')
  );
}

function pairTokens({ keySpan, value, means }: CellPair, source: Source): CellToken[] {
  const tokens = [token(keySpan, means ? 'name' : 'text'), ...bareTokens(value, 'number')];
  return withOperators(tokens, { start: keySpan.start, end: value.span.end }, source);
}

function partTokens(part: Written, kind: PartKind): CellToken[] {
  return part.quote === '' ? bareTokens(part, kind) : [token(part.span, 'string')];
}

/** The numbers of a bare value, or else all of it as text. */
function bareTokens({ value, span }: Text, kind: PartKind): CellToken[] {
  const numbers =
    kind === 'text' ? [] : [numberPlaces(value), sizePlaces(value)].find(each => each.length > 0);
  return numbers && numbers.length > 0
    ? numbers.map(({ start, end }) => token({ start: span.start + start, end: span.start + end }, 'number'))
    : value === ''
      ? []
      : [token(span, 'text')];
}

/** Tokens with what stands between them as operators. */
function withOperators(tokens: readonly CellToken[], { start, end }: Span, source: Source): CellToken[] {
  const out: CellToken[] = [];
  let at = start;
  const fill = (to: number): void => {
    for (const { index, 0: mark } of source.text.slice(at, to).matchAll(/\S+/g)) {
      out.push(token({ start: at + index, end: at + index + mark.length }, 'operator'));
    }
  };
  for (const each of tokens) {
    fill(each.from);
    out.push(each);
    at = each.to;
  }
  fill(end);
  return out;
}

function promptTokens(prompt: Text, style: PromptStyle): CellToken[] {
  const tokens: CellToken[] = [];
  let index = 0;
  for (const { text, kind } of stretchesOf(prompt.value, style)) {
    const end = index + text.length;
    while (index < end) {
      const from = prompt.at(index++);
      let to = from + 1;
      // A prompt that is put together from several places has a token in each.
      for (; index < end && prompt.at(index) === to; index++) {
        to++;
      }
      tokens.push({ from, to, kind: kind === 'plain' ? 'text' : kind });
    }
  }
  return tokens;
}

/** The tokens with the kernel's variables put over whatever was there. */
function withVariables(tokens: readonly CellToken[], text: string): CellToken[] {
  const variables = variablesIn(text).map(span => token(span, 'variable'));
  const out: CellToken[] = [];
  let [k, at] = [0, 0];
  for (const each of tokens) {
    at = Math.max(at, each.from);
    for (; k < variables.length && variables[k].from < each.to; k++) {
      const variable = variables[k];
      if (variable.from > at) {
        out.push({ ...each, from: at, to: variable.from });
      }
      out.push(variable);
      at = Math.max(at, variable.to);
    }
    if (at < each.to) {
      out.push({ ...each, from: at });
    }
  }
  return out;
}

function token({ start, end }: Span, kind: TokenKind): CellToken {
  return { from: start, to: end, kind };
}

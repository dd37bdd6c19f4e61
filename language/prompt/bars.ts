/**
 * What changes in a prompt of the `hai` dialect: `|` between two neighbours draws them in turns, a step each, so that they fuse.
 *
 *   level     = (neighbours | separator)*
 *   neighbours = item ('|' item)*
 *   item      = (text | '\' any | open level close)*
 *   separator = ',' | '，' | '、' | ';' | '；' | line break
 *
 * A neighbour reaches to the next separator, or to the bracket it stands in; a weight before a round bracket's end belongs to the
 * bracket. ` + ` is read as ` and `, which joins. The brackets stay in the text, for emphasis to weigh.
 */
import { rowOf } from './changing';
import type { Part } from './changing';

const TOKENS =
  /\\[^]|\s\+(?=\s)|:\s*[+-]?[.\p{Nd}]+\s*(?=\))|[()[\]{}|,，、;；\n]|(?:[^\\()[\]{}|,，、;；\n:\s]|:|\s)/gu;
const SEPARATORS = ',，、;；\n';
const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const DEEPEST = 200;

type Token = { text: string; from: number };

/** The tree of a prompt. Never throws. */
export function readBars(prompt: string): Part {
  const tokens = [...prompt.matchAll(TOKENS)].map(match => ({ text: match[0], from: match.index }));
  return new BarReader(tokens).level(null, 0);
}

class BarReader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** Up to the bracket that closes this level, which is left unread; to the end where there is none. */
  level(close: string | null, depth: number): Part {
    const parts: Part[] = [];
    let neighbours: Part[][] = [[]];
    const endNeighbours = (): void => {
      inTurns(neighbours).forEach(part => parts.push(part));
      neighbours = [[]];
    };
    for (; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at];
      const item = neighbours[neighbours.length - 1];
      const closes = CLOSES[token.text];
      if (close !== null && token.text === close) {
        break;
      }
      if (token.text === '|') {
        neighbours.push([]);
      } else if (SEPARATORS.includes(token.text)) {
        endNeighbours();
        parts.push(token);
      } else if (closes && depth < DEEPEST) {
        this.at++;
        item.push(token, this.level(closes, depth + 1));
        item.push(...this.tokens.slice(this.at, this.at + 1));
      } else if (close === ')' && /^:.*\d/.test(token.text)) {
        endNeighbours();
        parts.push(token);
      } else if (token.text.length > 1 && token.text.endsWith('+')) {
        item.push({ text: `${token.text[0]}and`, from: token.from });
      } else {
        item.push(token);
      }
    }
    endNeighbours();
    return rowOf(parts);
  }
}

/** Neighbours as turns, the blanks around them outside; a lone one as it is. */
function inTurns(neighbours: readonly Part[][]): Part[] {
  if (neighbours.length === 1) {
    return neighbours[0];
  }
  const isBlank = (part: Part | undefined): boolean =>
    part !== undefined && 'text' in part && part.text.trim() === '';
  const bare = neighbours.map(item => {
    let [start, end] = [0, item.length];
    while (start < end && isBlank(item[start])) {
      start++;
    }
    while (end > start && isBlank(item[end - 1])) {
      end--;
    }
    return { item, start, end };
  });
  const first = bare[0];
  const last = bare[bare.length - 1];
  return [
    ...first.item.slice(0, first.start),
    { turns: bare.map(({ item, start, end }) => rowOf(item.slice(start, end))) },
    ...last.item.slice(last.end)
  ];
}

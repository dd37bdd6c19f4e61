/**
 * The `where` expression, a filter on cells:
 *
 *     or         : and ('or' and)*
 *     and        : not ('and' not)*
 *     not        : 'not'* (comparison | '(' or ')')
 *     comparison : operand (('==' | '=' | '!=' | '<>' | '<' | '<=' | '>' | '>=') operand)+
 *     operand    : number | quoted string | parameter
 *
 * `3 <= cfg <= 9` holds when both parts do. Nothing is evaluated but comparisons; operators are kept on a stack, so depth costs no
 * recursion.
 */
import type { MessageCode } from '../../../schema/messages/index';
import { Fault } from '../../../schema/fault';
import type { ParameterValue } from '../../../schema/catalogue';
import { compare, readComparison, type Comparison, type Names } from './comparison';
import type { Inside } from '../spec/draft';
import { excerpt } from '../source';
import { readTokens, type Token } from './tokens';

/** What a name holds in the cell at hand. */
export type Read = (name: string) => ParameterValue;

/** Comparisons and operators in the order of evaluation (postfix). */
export type Filter = { program: (Comparison[] | 'and' | 'or' | 'not')[] };

const RANK = { or: 1, and: 2, not: 3 } as const;
type Operator = keyof typeof RANK;

/** Reads an expression; throws a fault with the place of what doesn't fit. */
export function readFilter(text: string, names: Names, inside: Inside = () => undefined): Filter {
  const tokens = readTokens(text, inside);
  const program: Filter['program'] = [];
  const open: (Token & { kind: Operator | '(' })[] = [];
  let at = 0;
  let operandNext = true;
  const fail = (code: MessageCode, token: Token): never => {
    throw new Fault(code, { found: excerpt(token.text) }, inside(token.from, token.to));
  };
  const reduce = (least: number): void => {
    for (let top = open.at(-1); top && top.kind !== '(' && RANK[top.kind] >= least; top = open.at(-1)) {
      program.push(top.kind);
      open.pop();
    }
  };
  for (let token = tokens[at]; token.kind !== 'end'; token = tokens[at]) {
    const { kind } = token;
    if (operandNext && (kind === 'not' || kind === '(')) {
      open.push({ ...token, kind });
      at++;
    } else if (operandNext) {
      const comparison = readComparison(tokens, at, names, inside);
      program.push(comparison.parts);
      at = comparison.next;
      operandNext = false;
    } else if (kind === 'and' || kind === 'or') {
      reduce(RANK[kind]);
      open.push({ ...token, kind });
      operandNext = true;
      at++;
    } else if (kind === ')') {
      reduce(RANK.or);
      if (!open.pop()) {
        fail('where_bracket', token);
      }
      at++;
    } else {
      fail('where_joiner', token);
    }
  }
  if (operandNext) {
    fail('where_comparison', tokens[at]);
  }
  reduce(RANK.or);
  const [unclosed] = open;
  if (unclosed) {
    fail('where_bracket', unclosed);
  }
  return { program };
}

/** Whether a cell passes. */
export function passes(filter: Filter, read: Read): boolean {
  const stack: boolean[] = [];
  for (const step of filter.program) {
    if (step === 'not') {
      stack.push(!stack.pop());
    } else if (step === 'and' || step === 'or') {
      const right = stack.pop() ?? false;
      const left = stack.pop() ?? false;
      stack.push(step === 'and' ? left && right : left || right);
    } else {
      stack.push(step.every(part => compare(part, read)));
    }
  }
  return stack.pop() ?? false;
}

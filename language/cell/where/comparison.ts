/** One comparison of a `where` expression, its names and kinds checked. */
import { Fault } from '../../../schema/fault';
import type { Parameter, ParameterValue } from '../../../schema/catalogue';
import { notANumber } from '../values/check';
import { decimal, toNumber } from '../values/decimal';
import type { Inside } from '../spec/draft';
import { excerpt, placed } from '../source';
import type { Read } from './where';
import { comparator, type Comparator, type Token } from './tokens';

/** What a name may stand for: its canonical name and kind; throws when there is no such name. */
export type Names = {
  find(name: string): { name: string; parameter: Parameter };
  /** The catalogue's form of a choice as written; throws when there is none. */
  choice(parameter: Parameter, written: string): ParameterValue;
};

type Operand = {
  token: Token;
  numeric: boolean;
  parameter?: Parameter;
  name?: string;
  value?: ParameterValue;
};
export type Comparison = { left: Operand; comparator: Comparator; right: Operand };

/** Reads `operand comparator operand …` from `tokens[at]`. */
export function readComparison(
  tokens: readonly Token[],
  at: number,
  names: Names,
  inside: Inside
): { parts: Comparison[]; next: number } {
  const parts: Comparison[] = [];
  let left = readOperand(tokens[at], names, inside);
  let next = at + 1;
  while (tokens[next].kind === 'compare') {
    const right = readOperand(tokens[next + 1], names, inside);
    parts.push(checked({ left, comparator: comparator(tokens[next]), right }, tokens[next], names, inside));
    left = right;
    next += 2;
  }
  if (parts.length === 0) {
    const { text, from, to } = left.token;
    throw new Fault('where_comparison', { found: excerpt(text) }, inside(from, to));
  }
  return { parts, next };
}

/** Whether a comparison holds; what has no value (eta left to the sampler) only differs. */
export function compare({ left, comparator, right }: Comparison, read: Read): boolean {
  const a = valueOf(left, read);
  const b = valueOf(right, read);
  if (comparator === '==' || comparator === '!=') {
    return (a === b) === (comparator === '==');
  }
  if (typeof a !== 'number' || typeof b !== 'number') {
    return false;
  }
  switch (comparator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

function valueOf({ name, value }: Operand, read: Read): ParameterValue {
  return name === undefined ? (value ?? null) : read(name);
}

function readOperand(token: Token, names: Names, inside: Inside): Operand {
  const where = inside(token.from, token.to);
  switch (token.kind) {
    case 'number':
      return { token, numeric: true, value: toNumber(decimal(token.text)) };
    case 'text':
      return { token, numeric: false, value: token.text };
    case 'name': {
      const { name, parameter } = placed(where, () => names.find(token.text));
      return { token, name, parameter, numeric: parameter.kind === 'integer' || parameter.kind === 'number' };
    }
    default:
      throw new Fault('where_comparison', { found: excerpt(token.text) }, where);
  }
}

function checked(part: Comparison, operator: Token, names: Names, inside: Inside): Comparison {
  const { left, right } = part;
  const refuse = (operand: Operand, parameter: Parameter): never =>
    placed(inside(operand.token.from, operand.token.to), () => notANumber(parameter, operand.token.text));
  if (left.numeric !== right.numeric) {
    const [number, text] = left.numeric ? [left, right] : [right, left];
    if (number.parameter && text.name === undefined) {
      return refuse(text, number.parameter);
    }
    const facts = { left: left.token.text, right: right.token.text };
    throw new Fault('where_type', facts, inside(left.token.from, right.token.to));
  }
  if (!left.numeric && part.comparator !== '==' && part.comparator !== '!=') {
    throw new Fault('where_order', { operator: operator.text }, inside(operator.from, operator.to));
  }
  return { ...part, left: chosen(left, right, names, inside), right: chosen(right, left, names, inside) };
}

/** A string beside a choice is that choice by any of its names. */
function chosen(operand: Operand, other: Operand, names: Names, inside: Inside): Operand {
  const { parameter } = other;
  if (
    operand.name !== undefined ||
    typeof operand.value !== 'string' ||
    !parameter ||
    parameter.kind === 'text'
  ) {
    return operand;
  }
  const written = operand.value;
  const where = inside(operand.token.from, operand.token.to);
  return { ...operand, value: placed(where, () => names.choice(parameter, written)) };
}

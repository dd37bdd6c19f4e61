import { quoted } from '../../language/cell/quote';
import { negativeSection } from '../../language/infotext/negative';
import type { PromptFault } from '../../language/prompt';
import { Fault, type FaultData, type Where } from '../../schema/fault';
import type { AnalyseRequest } from '../../schema/wire';
import type { Planner } from './planner';

/** What a plan says of a prompt, at its characters. */
export type PlanRemarks = { warnings: PromptFault[]; errors: PromptFault[] };

const MAGIC = '%%sweep';
/** Parameters that decide how a plan reads prompts. */
const READERS = ['model', 'sampler', 'steps', 'dialect', 'emphasis', 'strict'] as const;

/**
 * What the plan of a cell with these prompts says of them, so that nothing is told while they are written but what is told of the cell:
 * first of the prompt, then of the negative prompt. What it says of anything else is left out, but for a model that can't be had, which is
 * thrown.
 */
export async function planRemarks(
  request: AnalyseRequest,
  planner: Pick<Planner, 'expand'>
): Promise<[PlanRemarks, PlanRemarks]> {
  const { text, negative = '' } = request;
  const words = READERS.flatMap(name =>
    request[name] === undefined ? [] : [`${name}=${quoted(String(request[name]))}`]
  );
  const head = `${[MAGIC, ...words].join(' ')}\n`;
  const label = `\n${negativeSection('')}`;
  const cell = head + text + (negative === '' ? '' : label + negative);
  const sides = [
    { start: head.length, length: text.length },
    { start: head.length + text.length + label.length, length: negative.length }
  ];
  const { warnings, errors } = await toldOf(cell, planner);
  const [ofModel] = errors.filter(
    ({ where }) => where && request.model !== undefined && isIn(words[0], where)
  );
  if (ofModel) {
    throw new Fault(ofModel.code, ofModel.facts);
  }
  const placed = (told: readonly FaultData[], { start, length }: (typeof sides)[number]): PromptFault[] =>
    told.flatMap(({ code, facts, where }) => {
      const at = where ? offsetIn(cell, where) - start : -1;
      return where && at >= 0 && at < length
        ? [{ code, facts, at, length: Math.min(where.length, length - at) }]
        : [];
    });
  const [of, ofNegative] = sides.map(side => ({
    warnings: placed(warnings, side),
    errors: placed(errors, side)
  }));
  return [of, ofNegative];
}

async function toldOf(
  text: string,
  planner: Pick<Planner, 'expand'>
): Promise<Record<keyof PlanRemarks, FaultData[]>> {
  try {
    return { warnings: [...(await planner.expand({ text })).warnings], errors: [] };
  } catch (error) {
    if (error instanceof Fault) {
      return { warnings: [], errors: [error] };
    }
    throw error;
  }
}

/** Whether a place is in the first word of the first line. */
function isIn(word: string, { line, column }: Where): boolean {
  const start = MAGIC.length + 1;
  return line === 1 && column > start && column <= start + word.length;
}

function offsetIn(text: string, { line, column }: Where): number {
  const lines = text.split('\n');
  return lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
}

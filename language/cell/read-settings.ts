import type { ParameterValue } from '../../schema/catalogue';
import { Fault, type FaultData } from '../../schema/fault';
import type { Where } from '../../schema/wire';
import type { TextParts } from '../infotext/foreign/types';
import { keyMeans, meansParameter } from '../infotext/keys';
import { parseSweep } from './parse';
import { writtenPrompt } from './print-cell';
import type { SweepContext } from './types';

export type ReadSettings = {
  /** By the catalogue's names; prompts as a cell writes them. */
  settings: Readonly<Record<string, ParameterValue>>;
  /** What was passed over and why, then what the reader has to say; places are those of the text. */
  remarks: FaultData[];
};

export type SettingsOptions = { drawn?: boolean; parts?: TextParts };

const HEADER = '%%sweep\n';
/** What a cell would read in a prompt before it is drawn: it was drawn as it stands. */
const OF_CELLS = new Set(['comment_cut', 'dollar_is_text']);
/** A hash without a name: not so where the name was there and passed over. */
const HASH_ALONE = 'model_hash_unknown';
/** A text of which more is wrong is none for us. */
const PAIRS_MAX = 30;
const PROMPTS = new Set(['prompt', 'negative_prompt']);
/** What stands before a value of the settings' line. */
const KEY = /(?:^|,)\s*([\p{L}\p{N}_][\p{L}\p{N}_ /-]*):\s*"?$/u;

/**
 * What a text in A1111's form sets here. A pair that can't be used, such as a model that isn't there, is passed over with a remark
 * instead of spoiling the rest. What was `drawn` once is no choice, comment or variable any more; else prompts are those that somebody
 * writes. `parts` are those of a text that was made of another program's settings. Never throws for a text.
 */
export function readSettings(
  text: string,
  context: SweepContext,
  { drawn = true, parts }: SettingsOptions = {}
): ReadSettings {
  const passedOver: FaultData[] = [];
  const unset = new Set<string>();
  let isModelNamed = false;
  let left = HEADER + text;
  for (let tries = 0; tries < PAIRS_MAX; tries++) {
    try {
      const { spec, warnings } = parseSweep(left, context, parts);
      const settings = Object.fromEntries(
        Object.entries(spec.base)
          .filter(([name]) => !unset.has(name))
          .map(([name, value]) => [name, drawn && PROMPTS.has(name) ? writtenPrompt(String(value)) : value])
      );
      const said = warnings.filter(
        ({ code }) => !(drawn && OF_CELLS.has(code)) && !(isModelNamed && code === HASH_ALONE)
      );
      return { settings, remarks: [...passedOver, ...said].map(placedInText) };
    } catch (reason) {
      if (!(reason instanceof Fault)) {
        throw reason;
      }
      // Its other remarks come by themselves once it is passed over.
      const { also: _, ...facts } = reason.facts;
      passedOver.push({ code: reason.code, facts, where: reason.where });
      const next = reason.where && withoutPair(left, reason.where);
      if (!next) {
        break;
      }
      left = next.text;
      next.unset.forEach(name => unset.add(name));
      isModelNamed ||= meansParameter(keyMeans(next.key), 'model');
    }
  }
  return { settings: {}, remarks: passedOver.map(placedInText) };
}

/**
 * The text with blanks for the pair whose value stands at a place, or null when no pair does. A line is known by its `Steps: `, so these
 * stay, as a number that nobody said.
 */
function withoutPair(text: string, where: Where): { text: string; key: string; unset: string[] } | null {
  const start = text.split('\n', where.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const at = start + where.column - 1;
  const key = where.line > 1 ? KEY.exec(text.slice(start, at)) : null;
  if (!key) {
    return null;
  }
  const lineEnd = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
  const comma = text.indexOf(',', at + where.length);
  const end = comma < 0 || comma > lineEnd ? lineEnd : comma;
  const name = key[1].trim();
  const isSteps = name.toLowerCase() === 'steps';
  const from = isSteps ? at : start + key.index + (key[0].startsWith(',') ? 1 : 0);
  const filling = (isSteps ? '1' : '').padEnd(end - from);
  return {
    text: text.slice(0, from) + filling + text.slice(end),
    key: name,
    unset: isSteps ? ['steps'] : []
  };
}

function placedInText({ where, ...fault }: FaultData): FaultData {
  return where ? { ...fault, where: { ...where, line: where.line - 1 } } : fault;
}

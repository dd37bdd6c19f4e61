import type { ParameterValue } from '../../schema/catalogue';
import { Fault, type FaultData } from '../../schema/fault';
import type { TextParts } from '../infotext/foreign/types';
import { writtenPrompt } from './print-cell';
import { normalForm } from './spec/normal-form';
import { readText } from './text/read-text';
import type { SweepContext } from './types';

export type ReadSettings = {
  /** By the catalogue's names; prompts as a cell writes them. */
  settings: Readonly<Record<string, ParameterValue>>;
  /** What was passed over and why, then what the reader has to say; places are those of the text. */
  remarks: FaultData[];
};

export type SettingsOptions = { drawn?: boolean; parts?: TextParts };

/** What a cell would read in a prompt before it is drawn: it was drawn as it stands. */
const OF_CELLS = new Set(['comment_cut', 'dollar_is_text']);
const PROMPTS = new Set(['prompt', 'negative_prompt']);

/**
 * What a text in A1111's form, or in another program's, sets here. A value that can't be used, such as a model that isn't there, is
 * passed over with a remark instead of spoiling the rest. What was `drawn` once is no choice, comment or variable any more; else prompts
 * are those that somebody writes. `parts` are those of a text that was made of another program's settings. Never throws for a text.
 */
export function readSettings(
  text: string,
  context: SweepContext,
  { drawn = true, parts }: SettingsOptions = {}
): ReadSettings {
  const passedOver: FaultData[] = [];
  const passOver = ({ code, facts, where }: Fault): void => {
    // Its other remarks come by themselves.
    const { also: _, ...own } = facts;
    passedOver.push({ code, facts: own, where });
  };
  const { draft, warnings } = readText(text, context, { parts, passOver });
  try {
    warnings.push(...normalForm(draft, context).warnings);
  } catch (reason) {
    if (!(reason instanceof Fault)) {
      throw reason;
    }
    passOver(reason);
  }
  const settings = Object.fromEntries(
    [...draft.base].map(([name, { value }]) => [
      name,
      drawn && PROMPTS.has(name) ? writtenPrompt(String(value)) : value
    ])
  );
  const said = drawn ? warnings.filter(({ code }) => !OF_CELLS.has(code)) : warnings;
  return { settings, remarks: [...passedOver, ...said] };
}

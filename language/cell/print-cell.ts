import {
  type CellParameter,
  type CellParamName,
  type CellParams,
  core,
  matters,
  options,
  type ParameterValue,
  withDefaults
} from '../../schema/catalogue';
import { Fault } from '../../schema/fault';
import type { Origin } from '../../schema/wire';
import { isIdle } from '../layout/common-line';
import { isPromptText, shortName } from '../names/parameters';
import { printFields, printSweep } from './print';
import { choiceMarks } from '../prompt/choices';
import { escaped } from '../prompt/written';
import { readTemplate } from './variants';

/** Always written, and first, so that the cell reads as a recipe and a changed default can't change the picture. */
const FIRST: readonly CellParamName[] = ['seed', 'cfg_scale', 'steps', 'sampler'];

/**
 * The `%%txt2img` cell that draws this picture again. What the catalogue would fill in the same way is left out; what a person said
 * (values of axes, too) or a model's defaults did is said, because another model folder may say otherwise. What would be a mark in a
 * cell, and a `$` that the kernel would put a value for, is escaped.
 */
export function printCell(params: CellParams, origins: Readonly<Record<string, Origin>>): string {
  const values: Readonly<Record<string, ParameterValue>> = withDefaults(params);
  const chosen = (name: string): boolean => (origins[name] ?? 'catalogue') !== 'catalogue';
  const isSaid = (parameter: CellParameter): boolean => {
    const { name, default: usual, optional } = parameter;
    const value = values[name];
    return (
      FIRST.includes(name) ||
      ((value !== usual || chosen(name)) &&
        (value !== null || optional === true) &&
        !isIdle(name, params) &&
        matters(parameter, each => values[each]))
    );
  };
  const base = Object.fromEntries(
    [...core, ...options].filter(isSaid).map(({ name }) => [name, values[name]])
  );
  for (const [name, value] of Object.entries(base)) {
    if (typeof value === 'string') {
      base[name] = isPromptText(name) ? writtenPrompt(value) : value.replace(/\$/g, '\\$');
    }
  }
  const spec = { base, axes: [] };
  const fields = printFields(spec);
  const names = new Set([...FIRST, ...Object.keys(fields)].filter(name => name !== 'size'));
  const words = [...names, 'size'].map(name => `${shortName(name)}=${fields[name]}`);
  const [, ...body] = printSweep(spec).split('\n');
  return [['%%txt2img', ...words].join(' '), ...body].join('\n');
}

/** The text of a cell whose only reading is this prompt. */
export function writtenPrompt(prompt: string): string {
  const text = escaped(prompt, { braces: false });
  return readsAsItself(text) ? text : escaped(prompt, { braces: true });
}

function readsAsItself(text: string): boolean {
  try {
    return readTemplate(text).groups.length === 0 && choiceMarks(text).length === 0;
  } catch (error) {
    if (error instanceof Fault) {
      return false; // Variants within variants.
    }
    throw error;
  }
}

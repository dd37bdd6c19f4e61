import type { LoraUse } from '../types';
import type { PromptText } from '../pipeline';
import type { Work } from '../step-loop';
import type { PricedCell } from './count-evaluations';
import { shadowPicture } from './shadow-picture';

/**
 * Something that a cell names: its refiner; an upscaler or a LoRA by its path, a LoRA with the networks it has weights for; or what is attended
 * to in some of its texts.
 */
export type Named =
  | { role: 'refiner' }
  | { role: 'upscaler'; path: string }
  | { role: 'lora'; path: string; text: boolean; unet: boolean }
  | { role: 'words'; isIn(text: PromptText): boolean };

/** Evaluations of the longest cells that are looked at; a tenth of a second. */
const EVALUATIONS_MAX = 20_000;
/** What no file and no text is called. */
const OTHER = 'another ';

/**
 * Which of these have a part in the picture of a cell, being another would make it another. A step that a schedule never comes to, a
 * part of the prompt that weighs nothing, a negative prompt that is skipped have none. All of them where the cell can't be drawn in
 * shadow.
 */
export function areAtWork(cell: Omit<PricedCell, 'model'>, named: readonly Named[]): boolean[] {
  const picture = named.length > 0 ? shadowPicture(cell, { most: EVALUATIONS_MAX }) : null;
  return named.map(
    each =>
      picture === null ||
      shadowPicture(cell, { most: EVALUATIONS_MAX, alter: work => alter(work, each) }) !== picture
  );
}

/** The work if what is named were another. */
function alter(work: Work, named: Named): Work {
  switch (named.role) {
    case 'upscaler':
      return work.kind === 'upscale' && work.path === named.path
        ? { ...work, path: OTHER + work.path }
        : work;
    case 'refiner':
      return work.kind === 'encode' && work.prompt.checkpoint
        ? { ...work, prompt: { ...work.prompt, checkpoint: { name: OTHER, path: OTHER } } }
        : work;
    case 'words':
      return work.kind === 'encode' ? { ...work, prompt: withOtherWords(work.prompt, named) } : work;
    case 'lora': {
      const other = <T extends { loras?: readonly LoraUse[] }>(given: T): T =>
        given.loras ? { ...given, loras: given.loras.map(use => otherUse(use, named.path)) } : given;
      if (work.kind === 'encode' && named.text) {
        return { ...work, prompt: other(work.prompt) };
      }
      return work.kind === 'predict' && named.unet ? { ...work, rows: work.rows.map(other) } : work;
    }
  }
}

function otherUse(use: LoraUse, path: string): LoraUse {
  return use.path === path && use.weight !== 0 ? { ...use, path: OTHER } : use;
}

function withOtherWords(prompt: PromptText, { isIn }: Named & { role: 'words' }): PromptText {
  const other = (text: string): string => (isIn({ ...prompt, text }) ? OTHER + text : text);
  return { ...prompt, text: other(prompt.text), ...(prompt.among && { among: prompt.among.map(other) }) };
}

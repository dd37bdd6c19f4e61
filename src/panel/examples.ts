/** Sweeps to start from, with prompts that the bundled model draws well. Each of the first four teaches one idea. */
import { emptyForm, makeAxis, type Form } from './form';
import type { Words } from './words';

export type Example = {
  /** Names its thumbnail, too. */
  id: string;
  prompt: string;
  /** What it shows, in words. */
  teaches: string;
  form: Form;
};

const of = (prompt: string, axes: Readonly<Record<string, string>> = {}): Form =>
  Object.entries(axes).reduce((form, [name, text]) => makeAxis(form, name, text), { ...emptyForm, prompt });

export function examplesIn({ trans, language }: Words): Example[] {
  const other =
    language === 'zh_CN'
      ? { id: 'heart', prompt: 'a red heart', teaches: trans.__('English prompts work too') }
      : { id: 'panda', prompt: '一只熊猫', teaches: trans.__('Chinese prompts work too') };
  const rows: Omit<Example, 'form'>[] = [
    { id: 'cat', prompt: 'a cat face', teaches: trans.__('1 picture') },
    { id: 'house', prompt: 'a house', teaches: trans.__('4 seeds × 4 CFG: what CFG does') },
    { id: 'wordings', prompt: '{a penguin|a butterfly}', teaches: trans.__('2 wordings side by side') },
    other
  ];
  const axes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    house: { cfg_scale: '1,2.5,4,7', seed: '1..4' },
    wordings: { seed: '1..4' },
    heart: { seed: '1..4' },
    panda: { seed: '1..4' }
  };
  return rows.map(row => ({ ...row, form: of(row.prompt, axes[row.id]) }));
}

/** More of the same, shown on demand. */
export function moreExamplesIn({ trans }: Words): Example[] {
  return [
    {
      id: 'pizza',
      prompt: 'pizza',
      teaches: trans.__('2 samplers × 3 steps: when a picture settles'),
      form: of('pizza', { sampler: '"Euler a","DPM++ 2M"', steps: '5,10,20' })
    },
    {
      id: 'rocket',
      prompt: 'rocket, {flat style|3d style}',
      teaches: trans.__('2 styles × 4 seeds'),
      form: of('rocket, {flat style|3d style}', { seed: '1..4' })
    },
    {
      id: 'blue',
      prompt: '猫，{蓝色|黄色|粉色}背景',
      teaches: trans.__('3 backgrounds, same seed'),
      form: of('猫，{蓝色|黄色|粉色}背景')
    },
    {
      id: 'robot',
      prompt: 'a robot',
      teaches: trans.__('8 seeds to choose from'),
      form: of('a robot', { seed: '1..8' })
    },
    {
      id: 'face',
      prompt: 'smiling face',
      teaches: trans.__('4 lengths of the same path'),
      form: of('smiling face', { steps: '4,8,16,32' })
    }
  ];
}

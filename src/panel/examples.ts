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

export function examplesIn({ say, language }: Words): Example[] {
  const chinese = language === 'zh_CN';
  return [
    { id: 'cat', teaches: say('example_cat'), form: of(chinese ? '一只猫' : 'a cat face') },
    {
      id: 'house',
      teaches: say('example_cfg'),
      form: of(chinese ? '房子' : 'a house', { cfg_scale: '1,2.5,4,7', seed: '1..4' })
    },
    {
      id: 'wordings',
      teaches: say('example_wordings'),
      form: of(chinese ? '{一只企鹅|一只蝴蝶}' : '{a penguin|a butterfly}', { seed: '1..4' })
    },
    chinese
      ? {
          id: 'heart',
          teaches: say('example_english'),
          form: of('a red heart', { seed: '1..4' })
        }
      : { id: 'panda', teaches: say('example_chinese'), form: of('一只熊猫', { seed: '1..4' }) }
  ].map(withPrompt);
}

/** More of the same, shown on demand. */
export function moreExamplesIn({ say, language }: Words): Example[] {
  const chinese = language === 'zh_CN';
  return [
    {
      id: 'pizza',
      teaches: say('example_samplers'),
      form: of(chinese ? '披萨' : 'pizza', { sampler: '"Euler a","DPM++ 2M"', steps: '5,10,20' })
    },
    {
      id: 'rocket',
      teaches: say('example_styles'),
      form: of(chinese ? '火箭，{扁平|立体}风格' : 'rocket, {flat style|3d style}', { seed: '1..4' })
    },
    {
      id: 'blue',
      teaches: say('example_backgrounds'),
      form: of(chinese ? '猫，{蓝色|黄色|粉色}背景' : 'cat, {blue|yellow|pink} background')
    },
    {
      id: 'robot',
      teaches: say('example_seeds'),
      form: of(chinese ? '一个机器人' : 'a robot', { seed: '1..8' })
    },
    {
      id: 'face',
      teaches: say('example_steps'),
      form: of(chinese ? '笑脸' : 'smiling face', { steps: '4,8,16,32' })
    }
  ].map(withPrompt);
}

function withPrompt(example: Omit<Example, 'prompt'>): Example {
  return { ...example, prompt: example.form.prompt };
}

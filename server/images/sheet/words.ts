import { type Language, findParameter } from '../../../schema/catalogue';
import { sentence, type Facts, type MessageCode } from '../../../schema/messages';
import type { Job, PlanAxis } from '../../../schema/wire';

/** The name of an axis as people know it. */
export function axisName({ id, params }: PlanAxis, language: Language): string {
  if (params.join('&') === 'width&height') {
    return sentence('axis_size', {}, language).message;
  }
  const names = params.map(name => {
    const variant = /^variant_(\d+)$/.exec(name);
    return variant
      ? sentence('axis_variant', { number: variant[1] }, language).message
      : name === 'prompt_sr' || name === 'image'
        ? sentence(`axis_${name}`, {}, language).message
        : (findParameter(name)?.label[language] ?? name);
  });
  return names.join(' & ') || id;
}

/** What all cells share, in the order in which one asks for it. */
export function commonLine(job: Job, language: Language): string {
  const params = job.cells.map(cell => cell.params);
  const first = params[0];
  const same = (name: keyof typeof first): boolean => params.every(each => each[name] === first[name]);
  const say = (code: MessageCode, facts: Facts): string => sentence(code, facts, language).message;
  const { negative_prompt, sampler, scheduler, steps, cfg_scale, width, height, seed, clip_skip, model } =
    first;
  const parts = [
    same('negative_prompt') && negative_prompt ? say('common_negative', { text: negative_prompt }) : '',
    same('sampler')
      ? same('scheduler') && scheduler !== 'automatic'
        ? say('common_sampler', { sampler, scheduler })
        : sampler
      : '',
    same('steps') ? say('common_steps', { steps }) : '',
    same('cfg_scale') ? `CFG ${cfg_scale}` : '',
    same('width') && same('height') ? `${width} × ${height}` : '',
    same('seed') ? say('common_seed', { seed }) : '',
    same('clip_skip') && clip_skip > 1 ? `clip skip ${clip_skip}` : '',
    same('model') ? model : ''
  ];
  return parts.filter(Boolean).join(' · ');
}

/** The prompt over the sheet: the one that all share, else as the user wrote it, variants and all. */
export function title(job: Job): string {
  const prompts = new Set(job.cells.map(({ params }) => params.prompt));
  return prompts.size === 1 ? [...prompts][0] : String(job.plan.base.prompt ?? '');
}

/** What became of the sweep, under the sheet. */
export function footer(job: Job, language: Language): string {
  const count = (state: string): number => job.cells.filter(cell => cell.state === state).length;
  const picks = job.cells.filter(({ mark }) => mark?.flag === 'pick').length;
  return sentence(
    'sheet_footer',
    {
      cells: job.cells.length,
      pictures: count('done'),
      failed: count('failed'),
      missing: job.cells.length - count('done') - count('failed'),
      picks,
      job: job.id.slice(0, 8)
    },
    language
  ).message;
}

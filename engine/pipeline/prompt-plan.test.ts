import { drawModelOf } from '../child';
import { fakeNetworks } from '../testing/fake-networks';
import { planPrompts, timelineSteps } from './prompt-plan';
import type { Settings } from './cell';

const model = drawModelOf(fakeNetworks().info);

const settingsOf = (prompt: string, options: Partial<Settings>): Settings =>
  ({
    prompt,
    negative_prompt: '',
    sampler: 'Euler',
    cfg_scale: 7,
    image_cfg_scale: 1.5,
    clip_skip: 1,
    emphasis: 'original',
    dialect: 'a1111',
    strict: false,
    flavour: 'a1111',
    ...options
  }) as Settings;

/** The text of the prompt that each of a run's calls looks at. */
function looks(prompt: string, options: Partial<Settings> & { steps: number; calls: number }): string[] {
  const settings = settingsOf(prompt, options);
  const timeline = { steps: timelineSteps(settings, options.steps) };
  const plan = planPrompts({ settings, model, files: {}, details: {}, timeline });
  const contexts = plan.prompts.map(({ text }) => ({ id: text, data: new Float32Array(4), tokens: 1 }));
  return Array.from(
    { length: options.calls },
    (_, call) => plan.conditioningAt(call, contexts).conditionals[0].context.id
  );
}

test.each([
  ['Euler', false, 4, 4, 'aaab'],
  ['Euler', true, 4, 4, 'aabb'],
  ['Heun', false, 4, 7, 'aaabbbb'],
  ['Heun', true, 4, 7, 'aaaabbb']
])('[a:b:2] with %s, strict %s, in %i steps', (sampler, strict, steps, calls, expected) => {
  expect(looks('[a:b:2]', { sampler, strict, steps, calls }).join('')).toBe(expected);
});

test('a LoRA that is named a thousand times is one, with the sum of its weights', () => {
  const settings = settingsOf('<lora:ink:0.5:0.25>'.repeat(1000), { steps: 4 });
  const files = { loras: { ink: '/ink.safetensors' } };
  const plan = planPrompts({ settings, model, files, details: {}, timeline: { steps: 4 } });
  expect(plan.loras).toEqual([{ path: '/ink.safetensors', weight: 250 }]);
  expect(plan.prompts[0].loras).toEqual([{ path: '/ink.safetensors', weight: 500 }]);
});

import { plainCell } from '../testing/plain-cell';
import type { CellParams } from '../../schema/wire';
import { areAtWork, type Named } from './are-at-work';

const at = (params: Partial<CellParams>, named: Named, loras?: Record<string, string>): boolean =>
  areAtWork({ params: { ...plainCell, ...params }, loras }, [named])[0];
const refiner: Named = { role: 'refiner' };
const upscaler: Named = { role: 'upscaler', path: '4x' };
const hands: Named = { role: 'words', isIn: ({ text }) => text.includes('hands') };
const lora = (text: boolean, unet: boolean): Named => ({ role: 'lora', path: 'x', text, unet });
const hires = { enable_hr: true, hr_upscaler: '4x', hr_denoising_strength: 0.5 };

test.each<[string, Partial<CellParams>, Named, boolean]>([
  ['a refiner of the last steps', { refiner: 'r', steps: 20 }, refiner, true],
  ['a refiner that no step comes to', { refiner: 'r', steps: 1 }, refiner, false],
  ['a refiner from the end on', { refiner: 'r', steps: 10, refiner_switch_at: 1 }, refiner, false],
  ['an upscaler', hires, upscaler, true],
  ['an upscaler of the same size', { ...hires, hr_scale: 1 }, upscaler, false],
  ['an upscaler without the hires fix', { ...hires, enable_hr: false }, upscaler, false],
  ['words', { prompt: 'a kite, hands' }, hands, true],
  ['words of no weight', { prompt: 'a kite AND hands :0' }, hands, false],
  ['words of some weight', { prompt: 'a kite AND hands :-0.1' }, hands, true],
  ['negative words', { negative_prompt: 'hands' }, hands, true],
  ['negative words at CFG 1', { negative_prompt: 'hands', cfg_scale: 1 }, hands, false],
  ['negative words always skipped', { negative_prompt: 'hands', skip_early_cond: 1 }, hands, false],
  ['negative words skipped at first', { negative_prompt: 'hands', skip_early_cond: 0.5 }, hands, true],
  ['words of steps that never come', { prompt: 'a [kite:hands:100]' }, hands, false],
  ['words of the last step', { prompt: 'a [kite:hands:0.9]', steps: 20 }, hands, true],
  ['a LoRA', { prompt: 'a <lora:x:1>' }, lora(true, true), true],
  ['a LoRA of text encoders alone', { prompt: 'a <lora:x:0:1>' }, lora(true, false), false],
  ['the same with a weight there', { prompt: 'a <lora:x:0.5:0>' }, lora(true, false), true],
  ['a LoRA of the UNet alone', { prompt: 'a <lora:x:1:0>' }, lora(false, true), false],
  ['a LoRA whose weights cancel', { prompt: 'a <lora:x:1><lora:x:-1>' }, lora(true, true), false]
])('%s', (_, params, named, expected) => expect(at(params, named)).toBe(expected));

test('a LoRA that two names call is one', () => {
  const loras = { a: 'x', A: 'x' };
  expect(at({ prompt: 'c <lora:a:1><lora:A:-1>' }, lora(true, true), loras)).toBe(false);
  expect(at({ prompt: 'c <lora:a:1><lora:A:-0.5>' }, lora(true, true), loras)).toBe(true);
});

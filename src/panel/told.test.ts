import type { Plan } from '../../schema/wire';
import { compose } from './compose';
import { emptyForm } from './form';
import type { PromptReading } from './prompt-reading';
import { untold } from './told';

const form = { ...emptyForm, prompt: 'a cat # note', negative: 'bad \\# x # more' };
const composed = compose(form);
const warning = (code: string, line: number, column: number, length: number): Plan['warnings'][number] => ({
  code,
  message: code,
  where: { line, column, length }
});
const reading = (of: string, code: string, at: number, length: number): PromptReading =>
  ({ of, remarks: [{ code, message: code, at, length, bad: false }] }) as unknown as PromptReading;
const inPrompt = warning('comment_cut', 2, 7, 6);
const inNegative = warning('comment_cut', 3, 18 + 9, 6);
const whole = { code: 'no_difference', message: 'm' };

test('what a field tells at its place is not told again; the same of another place is', () => {
  const readings = { prompt: reading(form.prompt, 'comment_cut', 6, 6), negative_prompt: null };
  const now = { composed, form, readings, text: composed.text };
  expect(untold([inPrompt, inNegative, whole], now)).toEqual([inNegative, whole]);
});

test('a field that tells something else of the place hides nothing', () => {
  const readings = { prompt: reading(form.prompt, 'odd', 6, 6), negative_prompt: null };
  expect(untold([inPrompt], { composed, form, readings, text: composed.text })).toEqual([inPrompt]);
});

test('while one types, places are old and codes decide', () => {
  const readings = { prompt: reading('a cat # not', 'comment_cut', 6, 5), negative_prompt: null };
  expect(untold([inPrompt, whole], { composed, form, readings, text: composed.text })).toEqual([whole]);
  expect(untold([inPrompt, whole], { composed, form, readings, text: null })).toEqual([whole]);
});

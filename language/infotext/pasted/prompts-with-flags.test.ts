/** Words behind dashes are words of a prompt unless they are options that a program has, with values that fit these. */
import { parseSweep } from '../../cell';
import { testContext } from '../../../server/sweep/testing';

test.each([
  '"hello" -by Picasso, oil painting',
  '"hello" -by Picasso',
  '"neon sign" -style of a bar',
  '"neon sign" -s of a bar',
  '"open" -A shop window',
  '"a cat" -S 42 in the garden',
  '"a cat" -- a sign, -s',
  'a photo of cat --n dog --w man',
  'mother --s daughter --t',
  'a cat --n fog --d',
  'a lighthouse --w 512 --h 768 and a boat',
  'a lighthouse --h high --w wide',
  'a lighthouse --s 250 --w 100',
  '-p a cat in the garden',
  '--prompt engineering is fun',
  '--prompt engineering --by hand',
  'sd -style portrait',
  'python script.py -p'
])('%s is a prompt', text =>
  expect(parseSweep(`%%sweep\n${text}`, testContext()).spec.base).toEqual({ prompt: text })
);

test.each([
  ['"a cat" -s 20 --seamless -G 0.8 -U 2 0.75 -I "my picture.png"', ['seamless', 'G', 'U', 'I']],
  ['--prompt "a cat" --steps 20 --by Picasso', ['by']],
  ['a cat --n fog --w 512 --ns 3', ['--ns']]
])('%s is a command, and what is not read of it is named', (text, names) => {
  const { spec, warnings } = parseSweep(`%%sweep\n${text}`, testContext());
  expect(spec.base.prompt).toBe('a cat');
  expect(warnings).toContainEqual(
    expect.objectContaining({ code: 'foreign_unused', facts: expect.objectContaining({ names }) })
  );
});

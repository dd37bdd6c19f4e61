/** A picture's text is settings, whatever its prompt opens with. */
import { testContext } from '../../../server/sweep/testing';
import { readSettings } from '../../cell';
import { settingsIn } from './index';

const LINES =
  'Negative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 3, Size: 128x128, Version: v1.10.1';

test.each([
  '[cat|dog] in a hat',
  '[cat:dog:0.5], red',
  '{{masterpiece}}, 1girl',
  '[[bad]], hat',
  '{a|b}',
  '[red, blue], hat',
  '{2$$a|b}, [x]',
  '<lora:ink:0.5> a cat',
  '["a sign"]: a cat, [b',
  '{{{'
])('%j', prompt => {
  const found = settingsIn([{ key: 'parameters', text: `${prompt}\n${LINES}` }]);
  expect(found).toMatchObject({ text: `${prompt}\n${LINES}`, writer: 'stable-diffusion-webui' });
  expect(readSettings(found!.text, testContext()).settings).toMatchObject({
    negative_prompt: 'fog',
    steps: 20
  });
  // All prompt, where no settings follow.
  expect(settingsIn([{ key: 'parameters', text: prompt }])?.text).toBe(prompt);
});

test.each([
  '{"a": 1}',
  '[1, 2]',
  '{"prompt": "a\\nSteps: 20, Seed',
  '{}',
  '[]',
  '<?xpacket begin?>\nSteps: 20, Seed: 1'
])('%j is no infotext', text => {
  const found = settingsIn([{ key: 'UserComment', text }]);
  expect(found).toBeNull();
});

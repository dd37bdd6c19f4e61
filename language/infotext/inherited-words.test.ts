/** Words that every JavaScript object has are words like any other, wherever a table is asked for them. */
import { settingsIn } from './foreign';
import { ownScheduleName } from './sampler-aliases';
import { readSettings, parseSweep } from '../cell';
import { tokensOfCell } from '../cell/tokens/cell-tokens';
import { holdsSettings } from '../cell/editor';
import { parameterLabel } from '../names/labels';
import { shortName } from '../names/sweep-words';
import { say } from '../../schema/messages';
import { refusal, testContext } from '../../server/sweep/testing';

const WORDS = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

test.each(WORDS)('%s is a word of prompts, settings, flags and names', word => {
  const texts = [
    `${word}: a builder, red bricks`,
    `a cat\n${word}: x\nSteps: 20, Sampler: Euler a, Seed: 3, ${word}: y`,
    `Steps: 20, Sampler: ${word}, Seed: 3, Schedule type: ${word}, RNG: ${word}, Size: ${word}`,
    `${word}\n3\nSteps\n20\nSeed\n1\nSize\n64x64`,
    `-p "a" --${word} 3`,
    `a cat --n fog --${word} 3 --w 64`,
    `"a cat" -s 20 --${word} 3`,
    `{"prompt": "a", "${word}": 3, "steps": 20, "seed": 1, "sampler": "${word}"}`,
    `**${word}:** a\n**Seed:** 1\n**Steps:** 3\n**Prompt:** b`
  ];
  for (const text of texts) {
    expect(() => tokensOfCell(`%%sweep\n${text}`)).not.toThrow();
    expect(() => settingsIn([{ key: 'prompt', text }])).not.toThrow();
    expect(() => holdsSettings(text)).not.toThrow();
    expect(() => readSettings(text, testContext())).not.toThrow();
  }
  expect(parseSweep(`%%sweep\n${texts[0]}`, testContext()).spec.base).toEqual({ prompt: texts[0] });
  const refused = refusal(() => parseSweep(`%%sweep rng=${word}\na`, testContext()));
  expect(refused).toMatchObject({ code: 'unknown_choice', facts: { value: word } });
  expect(ownScheduleName(word)).toBe(word);
  expect([parameterLabel(word, 'en'), shortName(word)]).toEqual([word, word]);
  for (const [code, facts] of [
    ['picture_format', { found: word }],
    ['job_not_paused', { state: word }],
    ['cli_kind', { kind: word }]
  ] as const) {
    for (const language of ['en', 'zh_CN'] as const) {
      expect(say(code, facts as never, language)).not.toMatch(/function|native code|undefined|\[object/);
    }
  }
});

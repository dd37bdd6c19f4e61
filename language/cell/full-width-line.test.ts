/** Full-width marks in the first line are told as what they are, with what to write. */
import { sentence } from '../../schema/messages';
import { marked, refusal, testContext } from '../../server/sweep/testing';
import { parseSweep } from './parse';

test.each([
  ['%%sweep ⟦seed=1，2⟧', 'seed=1,2'],
  ['%%sweep ⟦seed＝1⟧', 'seed=1'],
  ['%%sweep ⟦seed=1、2⟧', 'seed=1,2'],
  ['%%sweep ⟦seed=1～3⟧', 'seed=1..3'],
  ['%%sweep ⟦seed=1〜3⟧ cfg=5', 'seed=1..3'],
  ['%%sweep ⟦seed=１⟧ cfg=5', 'seed=1'],
  ['%%sweep cfg=5 ⟦sampler=“Euler a”，LMS⟧ steps=3', 'sampler=“Euler a”,LMS'],
  ['%%sweep seed=1,2 ⟦where="seed＞1"⟧', 'where="seed>1"'],
  ['%%sweep ⟦size=64ｘ64⟧', 'size=64x64'],
  ['%%sweep ⟦ｃｆｇ=5⟧', 'cfg=5'],
  ['%%sweep ⟦seed＆cfg=1&5⟧ neg="红，绿"', 'seed&cfg=1&5'],
  ['%%sweep ⟦seed=1，2 steps＝3⟧ neg="红，绿"', 'seed=1,2 steps=3'],
  ['%%sweep ⟦sampler=＂Euler a＂⟧', 'sampler="Euler a"']
])('%s: write %s', (written, fix) => {
  const { text } = marked(`${written}\na cat`);
  const piece = written.slice(written.indexOf('⟦') + 1, written.indexOf('⟧'));
  const { code, facts, where } = refusal(() => parseSweep(text, testContext()));
  expect(where!.line).toBe(1);
  expect(facts.also).toEqual({ code: 'full_width_line', facts: { text: piece, fix } });
  expect(sentence(code, facts as never, 'en').message).toContain(`Write ${fix}.`);
});

test.each([
  ['%%sweep ⟦sed⟧=1 neg="红，绿"', 'unknown_parameter'],
  ['%%sweep seed=⟦x⟧ neg="（红）"', 'not_a_number'],
  ['⟦％％sweep⟧ seed=1', 'unknown_magic'],
  ['⟦％％ｓｗｅｅｐ⟧ seed=1', 'unknown_magic'],
  ['⟦%％txt2img⟧ seed=1', 'unknown_magic']
])('%s is refused for what it is', (written, code) => {
  const { text, where } = marked(`${written}\na cat`);
  const error = refusal(() => parseSweep(text, testContext()));
  expect(error).toMatchObject({ code, where });
  expect(error.facts.also).toBeUndefined();
});

test.each(['％ 5 of all', '100％ wool', '%%sweep neg="红，绿；＃"\na cat', '%%sweep seed=1\n红，绿'])(
  '%s is drawn',
  text => expect(() => parseSweep(text, testContext())).not.toThrow()
);

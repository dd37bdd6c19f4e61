/** Nothing that was written is passed over in silence: what changes nothing, or is read otherwise than meant, is remarked on where it is. */
import fc from 'fast-check';
import { shadowPicture } from '../../engine/shadow';
import { catalogue } from '../../schema/catalogue';
import type { FaultData } from '../../schema/fault';
import { say } from '../../schema/messages';
import { expandSweep } from './expand';
import { broken, emoji, marked, refusal, testContext } from './testing';

const PICTURE = 'ab'.repeat(32);
const models = [
  emoji,
  { ...emoji, name: 'copy' },
  { ...emoji, name: 'other', sha256: 'ee'.repeat(32) },
  { ...emoji, name: 'sd-turbo', sha256: 'ff'.repeat(32) }
];
const context = testContext({
  models,
  limit: 100_000,
  pictureOf: params => shadowPicture({ params })
});
const remarks = (text: string): FaultData[] => expandSweep({ text }, context).warnings;

/** A cell whose first line has the marked words; a negative prompt stands in it, for guidance to act on. */
const cell = (words: string): string =>
  `%%sweep ${words.replaceAll('PICTURE', PICTURE)}\na kite\nNegative prompt: fog`;

test.each([
  ['⟦denoising=0.3,0.7⟧', 'it acts only together with init_image'],
  ['⟦denoising=0.5⟧', 'it acts only together with init_image'],
  ['⟦hr_scale=2⟧', 'it acts only together with enable_hr'],
  ['⟦hr_upscaler=Latent,Lanczos⟧', 'it acts only together with enable_hr'],
  ['⟦subseed=1,2⟧', 'it acts only together with subseed_strength'],
  ['⟦seed_resize_from_w=64⟧', 'it acts only together with seed_resize_from_h'],
  ['⟦refiner_switch_at=0.5⟧', 'it acts only together with refiner'],
  ['⟦mask=PICTURE⟧', 'it acts only together with init_image'],
  ['⟦mask_blur=4⟧ init_image=PICTURE', 'it acts only together with mask'],
  [
    '⟦inpaint_full_res_padding=8⟧ init_image=PICTURE mask=PICTURE',
    'it acts only together with inpaint_full_res'
  ],
  ['⟦s_tmin=1⟧', 'it acts only together with s_churn'],
  ['⟦eta=0,1⟧', 'DPM++ 2M does not use it'],
  ['steps=1 ⟦eta=0,1⟧', 'DPM++ 2M does not use it'],
  ['sampler="Euler a" steps=1 ⟦eta=0,1⟧', 'with this model and these settings every value is the same'],
  ['flavour=diffusers sampler=Euler ⟦eta=0.5⟧', 'Euler does not use it'],
  ['⟦ensd=31337⟧', 'DPM++ 2M does not use it'],
  ['⟦s_churn=10⟧', 'DPM++ 2M does not use it'],
  ['⟦s_noise=1.1⟧', 'DPM++ 2M does not use it'],
  ['sampler=DDIM ⟦sigma_min=0.1⟧', 'DDIM does not use it'],
  ['sampler=DDIM ⟦scheduler=karras,exponential⟧', 'DDIM does not use it'],
  ['sampler=UniPC ⟦scheduler=karras⟧', 'UniPC does not use it'],
  ['sampler=Euler scheduler=normal ⟦rho=5⟧', 'the schedule normal does not use it'],
  ['⟦emphasis=original,no_norm⟧', 'the prompts hold nothing that it reads'],
  ['⟦strict=on⟧', 'the prompts hold nothing that it reads'],
  ['⟦wildcard_seed=1,2⟧', 'the prompts leave nothing to chance'],
  ['flavour=diffusers ⟦emphasis=none,original⟧', 'the flavour diffusers does not use it'],
  ['flavour=diffusers ⟦strict=on⟧', 'the flavour diffusers does not use it'],
  ['flavour=diffusers sampler=DDIM ⟦discard_next_to_last_sigma=on⟧', 'the flavour diffusers does not use it'],
  [
    'sampler=Euler scheduler=sgm_uniform steps=4 ⟦refiner=other⟧',
    'no step comes after refiner_switch_at=0.8'
  ],
  ['⟦image_cfg=1.5⟧ init_image=PICTURE', 'with this model and these settings every value is the same']
])('%s changes nothing: %s', (written, because) => {
  const { text, where } = marked(cell(written));
  const [{ code, facts, ...rest }, ...others] = remarks(text);
  expect(others).toEqual([]);
  expect(code).toBe('no_effect');
  expect(say(code, facts as never, 'en')).toContain(` changes nothing: ${because}.`);
  expect(rest.where).toEqual(where);
});

test.each([
  'sampler="Euler a" eta=0.5',
  'sampler=Euler s_churn=10 s_tmin=1',
  'scheduler=karras rho=5',
  'sigma_min=0.1',
  'ngms=3',
  'skip_early_cond=0.2',
  'cfg_rescale=0.7',
  'seed_resize_from_w=64 seed_resize_from_h=64',
  'subseed=1,2 subseed_strength=0.5',
  'hr_scale=1.5,2 enable_hr=on hr_strength=0.7',
  'denoising=0.3,0.7 init_image=PICTURE',
  'clip_skip=1,2',
  'rng=cpu,nv tiling=on,off',
  'discard_next_to_last_sigma=on',
  'refiner=other',
  'sampler=DDIM eta=0,1',
  'seed=-1 n=4',
  'where="cfg > 3" cfg=3,5',
  'sample=1 seed=1,2'
])('%s acts, and nothing is said', words => expect(remarks(cell(words))).toEqual([]));

test.each([
  ['⟦vae_tiling=true,false⟧', 'it'],
  ['⟦vae_tiling=on⟧', 'it']
])('%s of a picture that is one tile changes nothing', written => {
  const { text, where } = marked(cell(written));
  expect(remarks(text)).toMatchObject([{ code: 'no_effect', facts: { param: 'vae_tiling' }, where }]);
});

test.each([
  ['⟦seed=1,2⟧ subseed=5 subseed_strength=1', 'axis_same'],
  ['n=2 ⟦subseed=5,6⟧ subseed_strength=1 seed=1', 'cells_alike'],
  ['hires=on hr_scale=1 ⟦hr_upscaler=Lanczos,Nearest⟧', 'axis_same'],
  ['hires=on hr_scale=1 ⟦hr_upscaler=Lanczos,Nearest,Latent⟧', 'values_alike'],
  ['⟦prompt_sr="kite","KITE"⟧', 'axis_same']
])('%s earns %s: what the engine sees is the same', (written, code) => {
  const { text, where } = marked(cell(written));
  expect(remarks(text).filter(each => /alike|same/.test(each.code))).toMatchObject([{ code, where }]);
});

test.each([
  ['%%sweep neg=""," "\na kite', 'axis_same'],
  ['%%sweep prompt="a kite","A  Kite "', 'axis_same'],
  ['%%sweep prompt="a kite, red","a kite ,red","fox"', 'values_alike'],
  ['%%sweep prompt="(kite:1.1)","(kite)"', 'axis_same'],
  ['%%sweep prompt="a [kite:fox:99]","a kite"', 'axis_same'],
  ['a {red|red } kite', 'axis_same'],
  ['a {Kite|kite}', 'axis_same'],
  ['a {Kite|kite|fox}', 'values_alike'],
  ['%%sweep cfg=3,5 seed=1..3\n{a|A} kite\nNegative prompt: fog', 'axis_same'],
  ['%%sweep prompt_sr="<lora:mine:0>",""\na kite <lora:mine:0>', 'axis_same'],
  ['%%sweep cfg=1,5\na kite\nNegative prompt: {fog|haze}', 'cells_alike']
])('%s earns %s', (text, code) => {
  const lora = { ...emoji, name: 'mine', kind: 'lora' as const, family: null };
  const { warnings } = expandSweep({ text }, { ...context, models: [...models, lora] });
  expect(warnings.map(each => each.code)).toEqual([code]);
});

test('words, seeds and sizes that act are told nothing of', () => {
  for (const words of ['vae_tiling=on,off size=1024x512', 'seed=1,2 subseed=5 subseed_strength=0.9']) {
    expect(remarks(cell(words)).filter(({ code }) => code !== 'size_far')).toEqual([]);
  }
  for (const prompt of ['{kite|kites}', '{(kite)|kite}', '{a kite|akite}', '{kite AND fox|kite and fox}']) {
    expect(remarks(`%%sweep cfg=3,5\n${prompt}\nNegative prompt: {fog|haze}`)).toEqual([]);
  }
});

test.each([
  ['⟦sampler="DPM++ 2M","DPM++ 2M Karras"⟧', 'axis_same'],
  ['⟦scheduler=automatic,karras⟧', 'axis_same'],
  ['⟦noise_schedule=auto,default⟧', 'axis_same'],
  ['⟦model=emoji-diffusion,copy⟧', 'axis_same'],
  ['⟦model=emoji-diffusion,copy,other⟧', 'values_alike'],
  ['⟦scheduler=automatic,karras,exponential⟧', 'values_alike'],
  ['⟦sampler="Euler a",DDIM,Euler⟧ eta=0', 'values_alike'],
  ['⟦seed=1..4⟧ n=2', 'cells_alike'],
  ['sampler="Euler a","DPM++ 2M" ⟦eta=0.3,0.9⟧', 'cells_alike'],
  ['⟦where="steps > 3"⟧ seed=1,2', 'where_keeps_all'],
  ['⟦sample=10⟧ seed=1,2', 'sample_keeps_all'],
  ['⟦size=512x512⟧', 'size_far'],
  ['⟦size=64x64⟧', 'size_far'],
  ['sampler=LCM cfg=1.5 ⟦steps=30⟧', 'lcm_steps'],
  ['model=sd-turbo ⟦cfg=7⟧', 'distilled_settings'],
  ['⟦refiner=emoji-diffusion⟧', 'refiner_same'],
  ['init_image=PICTURE ⟦hires=on⟧ hr_scale=2', 'hires_left_out'],
  ['init_image=PICTURE ⟦hires=on,off⟧', 'hires_left_out']
])('%s earns one remark, %s', (written, code) => {
  const { text, where } = marked(cell(written));
  expect(remarks(text).map(each => [each.code, each.where])).toEqual([[code, where]]);
});

test.each([
  ['sampler=PLMS ⟦steps=1⟧', { sampler: 'PLMS', steps: 1 }],
  ['sampler=PLMS steps=1 cfg=2,5', { sampler: 'PLMS', steps: 1 }],
  ['sampler=PLMS steps=2 init_image=PICTURE', { sampler: 'PLMS', steps: 2 }]
])('%s: that no step is made is told, and not what follows from it', (written, facts) => {
  const told = remarks(marked(cell(written)).text).filter(({ code }) => !/alike|same/.test(code));
  expect(told).toMatchObject([{ code: 'no_steps', facts }]);
});

test('what is alike only for want of steps is not said to mean the same', () => {
  const words = 'flavour=diffusers steps=1 sampler="DPM++ 2M SDE",UniPC,Euler,"DPM++ 2M"';
  const [{ code, facts }] = remarks(cell(words)).filter(each => each.code === 'values_alike');
  expect(facts).toMatchObject({ steps: 1 });
  expect(say(code, facts as never, 'en')).toMatch(
    / give the same pictures with 1 step; with more they differ\.$/
  );
  const [alike] = remarks(cell('sampler="Euler a",DDIM,Euler eta=0'));
  expect(alike.facts.steps).toBeUndefined();
});

test.each([
  ['vae=none,⟦None⟧', 'None'],
  ['vae=none,⟦Automatic⟧', 'Automatic'],
  ['vae="",⟦none⟧', 'none'],
  ['refiner=none,⟦"None"⟧', 'None'],
  ['cfg=3,5,⟦5⟧', '5'],
  ['sampler="Euler a",⟦"euler a"⟧', 'euler a'],
  ['seed=1..3,⟦2..3⟧', '2']
])('%s: a double is told as it is written', (written, value) => {
  const { text, where } = marked(cell(written));
  expect(remarks(text).find(({ code }) => code === 'duplicate_value')).toMatchObject({
    facts: { value },
    where
  });
});

test('sizes too large and too small are both told', () => {
  const told = remarks(cell('size=64x64,512x512'));
  expect(told.map(({ code, facts }) => [code, facts.large])).toEqual([
    ['size_far', 0],
    ['size_far', 1]
  ]);
});

test('a negative prompt without guidance is told at its place', () => {
  const { text, where } = marked('%%sweep cfg=1\na kite\n⟦Negative prompt:⟧ fog');
  const [{ facts, ...rest }] = remarks(text);
  expect(rest).toMatchObject({ code: 'no_effect', where: { line: where!.line, column: where!.column } });
  expect(facts).toMatchObject({ param: 'negative_prompt', because: { code: 'idle_guidance' } });
  expect(remarks('%%sweep cfg=1,2\na kite\nNegative prompt: fog')).toEqual([]);
});

test('search and replace that finds nothing in a part of the prompts is told', () => {
  expect(remarks('%%sweep sr=red,green\na {red|blue} cat')).toMatchObject([
    { code: 'sr_missing_partly', facts: { value: 'red', places: 1, of: 2 }, where: { line: 1 } }
  ]);
});

test.each([
  ['⟦(⟧cat', 'bracket_unclosed'],
  ['{a (cat|dog)} b ⟦(⟧c', 'bracket_unclosed'],
  ['{red|blue} a ⟦(⟧fox', 'bracket_unclosed'],
  ['BREAK (⟦BREAK⟧)', 'break_in_brackets'],
  ['a cat⟦:1.2⟧', 'weight_trailing'],
  ['a cat\nNegative prompt: fog, ⟦<lora:a:1>⟧', 'tag_in_negative']
])('what is odd about %s is told once, where it is written', (written, code) => {
  const { text, where } = marked(`%%sweep seed=1..3 cfg=3,5\n${written}`);
  expect(
    remarks(text).filter(each => each.code === code && each.where?.column === where?.column)
  ).toHaveLength(1);
});

test.each([
  ['⟦(kite:1.3)⟧ ⟦[a:b:0.5]⟧ ⟦BREAK⟧ c', 3],
  ['a ⟦AND⟧ b', 1],
  ['a ⟦[kite]⟧ in ⟦((sky))⟧', 2],
  ['a kite, c:1.2', 0]
])('in the flavour of diffusers, what of %s is words is told', (written, count) => {
  const text = `%%sweep flavour=diffusers\n${written.replace(/[⟦⟧]/g, '')}\nNegative prompt: fog`;
  const told = remarks(text);
  expect(told.map(({ code }) => code)).toEqual(Array(count).fill('plain_in_diffusers'));
  const pieces = [...written.matchAll(/⟦(?:\()?(.*?)(?:\))?⟧/g)].map(([whole]) => whole.slice(1, -1));
  told.forEach(({ where }) =>
    expect(pieces.join()).toContain(
      text.split('\n')[1].slice(where!.column - 1, where!.column - 1 + where!.length)
    )
  );
});

test.each([
  ['a ⟦embedding:good_hands⟧', 'embedding_spelt'],
  ['a (⟦embedding:good_hands⟧:1.2)', 'embedding_spelt'],
  ['a (⟦embedding:good_hands.pt⟧:1.2), b', 'embedding_spelt'],
  ['a kite\nNegative prompt: (⟦embedding:Good_Hands⟧:1.2)', 'embedding_spelt'],
  ['a ⟦<good_hands>⟧', 'embedding_spelt'],
  ['a ⟦<cat-toy>⟧', 'angles_are_text'],
  ['a ⟦good_hands.pt⟧, b', 'embedding_spelt'],
  ['a ⟦godd_hands.safetensors⟧', 'embedding_unknown'],
  ['a ⟦embedding:godd_hands⟧', 'embedding_unknown']
])('the embedding of %s is spelt in a foreign way', (written, code) => {
  const { text, where } = marked(`%%sweep seed=1\n${written}`);
  const embedding = { ...emoji, name: 'good_hands', kind: 'embedding' as const, family: null };
  const { warnings } = expandSweep({ text }, { ...context, models: [...models, embedding] });
  expect(warnings).toMatchObject([{ code, where }]);
});

test.each([
  ['⟦sigma_min=5⟧ scheduler=karras sigma_max=2', 'sigmas_reversed'],
  ['scheduler=exponential ⟦sigma_max=0.01⟧', 'sigmas_reversed'],
  ['seed=⟦1,000⟧', 'thousands_are_values'],
  ['seed=⟦1,234,056⟧,7 cfg=5', 'thousands_are_values']
])('%s earns %s', (written, code) => {
  const { text, where } = marked(cell(written));
  expect(remarks(text)).toMatchObject([{ code, where }]);
});

test.each(['seed=1,100,200', 'seed=0,1', 'cfg=1.5,2.5 seed=1', 'seed=1000,2000'])(
  '%s is no number with commas',
  words => expect(remarks(cell(words)).map(({ code }) => code)).not.toContain('thousands_are_values')
);

test('nothing at all is told to be nothing', () => {
  expect(remarks(' \n')).toMatchObject([{ code: 'nothing_written' }]);
});

test.each([
  ['emphasis=nope', '"nope" is not an emphasis.'],
  ['rng=gpux', '"gpux" is not an rng.'],
  ['sampler=nope', '"nope" is not a sampler.'],
  ['model=nope', ' Here: emoji-diffusion, copy, other, sd-turbo.'],
  ['flavour=diffusers sampler=Restart', 'The flavour diffusers has no sampler "Restart".']
])('%s is refused in good words', (words, message) => {
  const used = { ...context, models: [...models, broken] };
  const { code, facts } = refusal(() => expandSweep({ text: cell(words) }, used));
  expect(say(code, facts as never, 'en')).toContain(message);
});

test('every remark has words in both languages, and none of them is a code', () => {
  for (const { code, facts } of remarks(
    cell('eta=0,1 sampler="DPM++ 2M","DPM++ 2M Karras" n=2 seed=1,2 hr_scale=2 size=64x64')
  )) {
    expect(say(code, facts as never, 'en')).toMatch(/^[A-Z0-9"a-z_]+ .*\.$/);
    expect(say(code, facts as never, 'zh_CN')).toMatch(/。$/);
    expect(say(code, facts as never, 'zh_CN')).not.toMatch(/_same|_alike|idle_|"code"/);
  }
});

test('a value that is told to change nothing never does', () => {
  const numbers = catalogue.filter(({ kind, group }) => kind === 'number' && group !== 'batch');
  fc.assert(
    fc.property(
      fc.constantFrom(...numbers),
      fc.constantFrom('Euler', 'DPM++ 2M', 'DDIM', 'LCM'),
      ({ name, min = 0, max = 1 }, sampler) => {
        const middle = (min + max) / 2;
        const cells = (value: number) =>
          expandSweep(
            {
              text: cell(
                `seed=1 sampler="${sampler}" steps=6 cfg=2 ${name === 'cfg_scale' ? '' : `${name}=${value}`}`
              )
            },
            context
          );
        const [low, high] = [cells(min), cells(middle)].map(({ cells: [{ params }] }) =>
          context.pictureOf!(params)
        );
        const told = cells(middle).warnings.some(
          ({ code, facts }) => code === 'no_effect' && facts.param === name
        );
        expect(told && low !== high).toBe(false);
      }
    ),
    { numRuns: 60 }
  );
});

test('a thousand cells take a few milliseconds more, and ten thousand less than a second', () => {
  const text = '%%sweep seed=1..100 cfg=1..10 steps=1..10\na kite';
  const since = performance.now();
  expect(expandSweep({ text }, context).cells).toHaveLength(10_000);
  expect(performance.now() - since).toBeLessThan(5000);
});

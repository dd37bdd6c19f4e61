import { textIn } from '../i18n/text';
import type { Lists } from '../lists';
import { offersAt } from './complete';

const lists = {
  models: [],
  schedulers: [],
  defaultModel: null,
  samplers: ['Euler', 'Euler a', 'DPM++ 2M'].map(name => ({
    name,
    aliases: [],
    order: 1,
    stochastic: false,
    flavours: ['a1111'],
    default_scheduler: 'karras'
  }))
} as Lists;

/** `^` marks the caret. */
const offered = (marked: string): string[] | null =>
  offersAt(marked.replace('^', ''), marked.indexOf('^'), lists, textIn('en'))?.offers.map(
    ({ insert }) => insert
  ) ?? null;

test.each([
  ['%%sweep cf^', ['cfg_scale=', 'cfg=', 'cfg_rescale=']],
  ['%%sweep seed=1 samp^\ncat', ['sampler=', 'sampler_name=', 'sampler_index=', 'sample=']],
  ['%%sweep sampler=^', ['Euler', '"Euler a"', '"DPM++ 2M"']],
  ['%%sweep sampler="Euler a","D^', ['"DPM++ 2M"']],
  ['%%sweep sampler=Euler,DPM^', ['"DPM++ 2M"']],
  ['%%sweep emphasis=no^', ['no_norm', 'none']],
  ['%%sweep cfg=3,5 seed=1 x=^', ['cfg', 'seed']],
  ['%%sweep cfg=^', []],
  ['%%sweep cfg&sampler=5&"DPM^', ['"DPM++ 2M"']],
  ['%%sweep cfg&steps=5&10 limit=50 x=^', ['cfg&steps']],
  ['%%sweep strict=^', ['true', 'false']],
  ['%%sweep wh^', ['where=']],
  ['%%sweep seed=1\na ca^', null],
  ['x = cf^', null]
])('at %s are offered %j', (text, offers) => expect(offered(text)).toEqual(offers));

test('an offer replaces what was typed of the value, its quote included', () => {
  const text = '%%sweep sampler="Eul';
  expect(offersAt(text, text.length, lists, textIn('en'))?.start).toBe(text.indexOf('"'));
});

test('a name says what it does', () => {
  const text = '%%sweep steps';
  const [offer] = offersAt(text, text.length, lists, textIn('zh_CN'))!.offers;
  expect(offer.help).toBe('步数 (1–150)\n去噪步数，越多越慢。');
});

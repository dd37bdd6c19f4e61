import { textIn } from '../i18n/text';
import { oddWords, readJobSearch } from './job-search';

test.each<[string, ReturnType<typeof readJobSearch>]>([
  ['  ', null],
  ['red boat', { words: 'red boat', params: [] }],
  ['boat steps=30', { words: 'boat', params: [['steps', '30']] }],
  [
    'cfg:7 model=emoji',
    {
      words: '',
      params: [
        ['cfg_scale', '7'],
        ['model', 'emoji']
      ]
    }
  ],
  ['sampler="DPM++ 2M" boat', { words: 'boat', params: [['sampler', 'DPM++ 2M']] }],
  ['steps：30', { words: '', params: [['steps', '30']] }],
  ['state=failed', { words: '', params: [], state: 'failed' }],
  ['state=Failed boat', { words: 'boat', params: [], state: 'failed' }],
  ['state=odd', { words: 'state=odd', params: [] }],
  ['hires=on', { words: '', params: [['enable_hr', 'true']] }],
  ['tiling=Off', { words: '', params: [['tiling', 'false']] }],
  [
    'size=128x192',
    {
      words: '',
      params: [
        ['width', '128'],
        ['height', '192']
      ]
    }
  ],
  ['size=large', { words: 'size=large', params: [] }],
  ['(a:1.2)', { words: '(a:1.2)', params: [] }],
  ['steps=', { words: 'steps=', params: [] }],
  ['步数=30', { words: '', params: [['steps', '30']] }],
  ['采样器：Euler 猫', { words: '猫', params: [['sampler', 'Euler']] }],
  [
    '尺寸=64x64',
    {
      words: '',
      params: [
        ['width', '64'],
        ['height', '64']
      ]
    }
  ],
  ['状态=失败', { words: '', params: [], state: 'failed' }],
  ['state=drawing', { words: '', params: [], state: 'running' }],
  ['stpes=30', { words: 'stpes=30', params: [] }],
  ['"half', { words: 'half', params: [] }]
])('%j', (text, search) => expect(readJobSearch(text)).toEqual(search));

test.each<[string, string[]]>([
  ['boat steps=30 state=failed size=64x64 步数=20', []],
  ['a ratio:16', []],
  ['stpes=30', ['“stpes” is not a parameter. Did you mean steps?']],
  ['采样机=Euler', ['“采样机” is not a parameter. Did you mean 采样器?']],
  ['xyzzy=1', ['“xyzzy” is not a parameter.']],
  ['state=odd', ['No state is called “odd”: there are waiting, drawing, paused, done, failed, cancelled.']]
])('of %s is said %j', (text, odd) => expect(oddWords(text, textIn('en').say)).toEqual(odd));

import { readJobSearch } from './job-search';

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
  ['"half', { words: 'half', params: [] }]
])('%j', (text, search) => expect(readJobSearch(text)).toEqual(search));

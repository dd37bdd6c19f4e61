import { sentence } from '../../schema/messages';
import { causeOf, type Circumstances } from './causes';
import type { Load } from './readings';

const usual: Load = {
  waitsForDisk: false,
  suspended: false,
  cores: 1.9,
  coresOfMachine: 2,
  others: 0.02,
  idle: 0.03,
  stolen: 0,
  crowded: 0.1,
  diskCrowded: 0,
  limit: null,
  read_s: 0,
  swappedBytes: 0,
  swap_s: 0
};
const seen: Circumstances = {
  phase: 'sampling',
  load: usual,
  loadedBytes: 0,
  modelBytes: 4e9,
  isFirst: false
};

test.each<[string, Partial<Circumstances> & { of?: Partial<Load> }, string | null]>([
  ['a process that works as it should', {}, null],
  ['nothing known', { load: null }, null],
  [
    'a process that somebody suspended',
    { of: { suspended: true, cores: 0 } },
    'Somebody stopped the drawing process, with a debugger or a task manager.'
  ],
  [
    'swapping',
    { of: { swap_s: 12e6, swappedBytes: 1.2e9, cores: 0.1 } },
    'Memory is short: the computer moves 12 MB a second between memory and swap, and 1.2 GB of the drawing process lie there.'
  ],
  ['another program that swaps a little', { of: { swap_s: 5e4 } }, null],
  ['a disk that hangs', { of: { waitsForDisk: true, cores: 0 } }, 'The drawing process waits for the disk.'],
  ['other programs', { of: { others: 0.62, cores: 0.7 } }, 'Other programs use 62 % of the processor.'],
  ['other programs of no weight', { of: { others: 0.2 } }, null],
  [
    'other programs beside which cores are idle',
    { of: { others: 0.31, cores: 7.8, idle: 0.2, crowded: 0 } },
    null
  ],
  [
    'other programs for which programs wait, though another core is idle',
    { of: { others: 0.62, cores: 0.7, idle: 0.2, crowded: 0.8 } },
    'Other programs use 62 % of the processor.'
  ],
  [
    'a container that uses up its share of a large, idle machine',
    { of: { others: 0, idle: 0.97, limit: { cores: 2, reached: 0.8, others: 0.1 } } },
    "The container may use 2 of the processor's cores and was held back 80 % of the time."
  ],
  [
    'another program in the same container',
    { of: { others: 0.03, idle: 0.9, cores: 0.5, limit: { cores: 1.5, reached: 0.6, others: 1.02 } } },
    "The container may use 1.5 of the processor's cores and was held back 60 % of the time; other programs in it use 1."
  ],
  [
    'neighbours of a container that has what it may use',
    { of: { others: 0.6, idle: 0.3, crowded: 0, limit: { cores: 2, reached: 0.01, others: 0 } } },
    null
  ],
  [
    'a host that gives the processor to others',
    { of: { others: 0.02, stolen: 0.4, idle: 0, crowded: 0.9 } },
    'The host of this virtual machine keeps 40 % of its processor for others.'
  ],
  [
    'a disk that gives little',
    { phase: 'loading_model', loadedBytes: 1.2e9, of: { read_s: 2e6, cores: 0.1, diskCrowded: 0.9 } },
    'The disk is slow: 1.2 GB of 4.0 GB of the model are read, 2 MB a second.'
  ],
  [
    'a disk that hangs while a model is read',
    { phase: 'loading_model', loadedBytes: 1.2e9, of: { waitsForDisk: true, cores: 0 } },
    'The disk is slow: 1.2 GB of 4.0 GB of the model are read, 0 KB a second.'
  ],
  [
    'reading that gives little, though no disk is waited for',
    { phase: 'loading_model', loadedBytes: 1.2e9, of: { read_s: 2e6, cores: 0.1 } },
    'The model is being read: 1.2 GB of 4.0 GB.'
  ],
  [
    'a model that is read, and other programs beside its preparation',
    { phase: 'loading_model', loadedBytes: 4e9, of: { others: 0.85, cores: 0.3, idle: 0 } },
    'Other programs use 85 % of the processor.'
  ],
  [
    'a model that is read, prepared by a process that gets little',
    { phase: 'loading_model', loadedBytes: 4e9, of: { cores: 0.3, diskCrowded: 0.9 } },
    'The model is read, and its networks are being prepared.'
  ],
  [
    'a process that hangs once its model is read',
    { phase: 'loading_model', loadedBytes: 4e9, of: { cores: 0, diskCrowded: 0.9 } },
    'The drawing process does nothing, and no cause is to be seen from outside.'
  ],
  [
    'a large model',
    { phase: 'loading_model', loadedBytes: 1.2e9, of: { read_s: 2e8 } },
    'The model is being read: 1.2 GB of 4.0 GB.'
  ],
  [
    'a model that is read and prepared',
    { phase: 'loading_model', loadedBytes: 4e9 },
    'The model is read, and its networks are being prepared.'
  ],
  [
    'a first step',
    { isFirst: true },
    'It is the first step of this model and size, and it is being worked on.'
  ],
  [
    'a process that does nothing',
    { of: { cores: 0 } },
    'The drawing process does nothing, and no cause is to be seen from outside.'
  ]
])('%s', (_, { of = {}, ...circumstances }, said) => {
  const cause = causeOf({ ...seen, load: { ...usual, ...of }, ...circumstances });
  expect(cause && sentence(cause.code, cause.facts, 'en').detail).toBe(said);
});

test.each([
  [4127, 'Let it go on there (in a terminal: kill -CONT 4127), or wait: it is restarted by itself.'],
  [undefined, 'Let it go on there, or wait: it is restarted by itself.']
])('how to let process %s go on is said in plain words', (pid, hint) => {
  const cause = causeOf({ ...seen, pid, load: { ...usual, suspended: true } })!;
  expect(sentence(cause.code, cause.facts, 'en').hint).toBe(hint);
  expect(sentence(cause.code, cause.facts, 'zh_CN').hint).toContain(pid ? 'kill -CONT 4127' : '让它继续，');
});

test('every cause has its remedy in both languages', () => {
  const cause = causeOf({ ...seen, load: { ...usual, others: 0.62 } })!;
  expect(sentence(cause.code, cause.facts, 'zh_CN')).toMatchObject({
    title: '原因',
    detail: '别的程序用了处理器的 62%。',
    hint: '关掉占用处理器的程序，或者继续等。'
  });
});

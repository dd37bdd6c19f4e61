import type { QueueTold } from '../client/queue-told';
import { textIn } from '../i18n/text';
import { statusLine } from './line';

const told: QueueTold = { sign: 'drawn', job: null, name: 'a cat', state: 'Drawing: 19 of 32', others: 2 };

test.each<[Partial<QueueTold>, string | null, string]>([
  [{}, 'cpu', 'CPU · “a cat”: Drawing: 19 of 32 · and 2 more'],
  [{ others: 0 }, null, '“a cat”: Drawing: 19 of 32'],
  [{ sign: 'paused', state: 'Paused at 8 of 30' }, 'cpu', '“a cat”: Paused at 8 of 30 · and 2 more'],
  [{ sign: 'paused', name: '', state: 'Everything is paused', others: 0 }, 'cpu', 'Everything is paused']
])('the status bar says of %j on %s: %s', (change, device, line) =>
  expect(statusLine({ ...told, ...change }, device, textIn('en'))).toBe(line)
);

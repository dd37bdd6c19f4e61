import type { QueueTold } from '../client/queue-told';
import { textIn } from '../i18n/text';
import { statusLine } from './line';

const told: QueueTold = { sign: 'drawn', job: null, name: 'a cat', state: '19 of 32', others: 2 };

test.each<[Partial<QueueTold>, string | null, string, string]>([
  [{}, 'cpu', 'CPU · “a cat”: 19 of 32', 'and 2 more'],
  [{ others: 0 }, null, '“a cat”: 19 of 32', ''],
  [{ sign: 'paused', state: 'Paused at 8 of 30' }, 'cpu', '“a cat”: Paused at 8 of 30', 'and 2 more'],
  [{ sign: 'paused', name: '', state: 'Everything is paused', others: 0 }, 'cpu', 'Everything is paused', '']
])('the status bar says of %j on %s: %s, %s', (change, device, line, others) =>
  expect(statusLine({ ...told, ...change }, device, textIn('en'))).toEqual({ line, others })
);

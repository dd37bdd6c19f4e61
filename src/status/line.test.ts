import type { JobSummary } from '../../schema/wire';
import { textIn } from '../i18n/text';
import { statusLine } from './line';

const job = (eta_s: number | null): JobSummary =>
  ({ progress: { cells_done: 19, cells_total: 32, eta_s } }) as JobSummary;
const words = textIn('en');

test('the status bar says where it draws, how far it is and how long it takes', () => {
  expect(statusLine(job(7), 'cpu', words)).toBe('CPU · 19 of 32 · about 7 s');
  expect(statusLine(job(null), null, words)).toBe('19 of 32');
});

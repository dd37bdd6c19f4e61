import type { GridSnapshot } from './view';
import { followJob } from './job-tabs';

jest.mock('../icons/lab-icons', () => ({ gridIcon: {} }));

test('a tab tells of the job that its grid went on to, and of none it only came to know', () => {
  const listeners: (() => void)[] = [];
  const model = {
    snapshot: { sweep: null } as unknown as GridSnapshot,
    subscribe: (listener: () => void) => (listeners.push(listener), () => undefined)
  };
  const told: string[] = [];
  followJob(model, job => told.push(job));
  for (const job of ['job-1', 'job-1', null, 'job-2', 'job-2', 'job-1']) {
    model.snapshot = { sweep: job && { job } } as unknown as GridSnapshot;
    listeners.forEach(listener => listener());
  }
  expect(told).toEqual(['job-2', 'job-1']);
});

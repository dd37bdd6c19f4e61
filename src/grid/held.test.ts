import type { JobState } from '../../schema/wire';
import { Held, type HeldState } from './held';
import { fromJob } from './sweep-state';
import { axis, diagnosis, FakeJobs, makeJob } from './testing';

const axes = [axis('seed', [1, 2])];
const everything = diagnosis({ code: 'queue_paused', title: 'Everything is paused' });
type Told = { state: JobState; own_state?: JobState } | null;

/** `told` is what the list of jobs says of it. */
function held(state: JobState, all: boolean, told: Told): HeldState {
  const jobs = new FakeJobs();
  const job = makeJob(axes, { state, diagnosis: all ? everything : null });
  if (told) {
    jobs.tell({ ...job, ...told });
  }
  return new Held({ jobs, sweep: () => fromJob(job), onChange: () => undefined }).state;
}

test.each<[string, JobState, boolean, Told, HeldState]>([
  ['drawn', 'running', false, { state: 'running' }, { all: false, own: false }],
  ['paused by itself', 'paused', false, { state: 'paused' }, { all: false, own: true }],
  ['paused with all', 'paused', true, { state: 'paused', own_state: 'queued' }, { all: true, own: false }],
  ['paused by itself and with all', 'paused', true, { state: 'paused' }, { all: true, own: true }],
  [
    'paused a moment ago, which the list doesn’t know',
    'paused',
    false,
    { state: 'running' },
    { all: false, own: true }
  ],
  ['paused with all, which the list doesn’t know', 'paused', true, null, { all: true, own: false }]
])('what holds a sweep up that is %s', (_, state, all, told, wanted) => {
  expect(held(state, all, told)).toEqual(wanted);
});

test('that the list of jobs tells more is passed on, once', () => {
  const jobs = new FakeJobs();
  const job = makeJob(axes, { state: 'paused', diagnosis: everything });
  let changes = 0;
  const it = new Held({ jobs, sweep: () => fromJob(job), onChange: () => (changes += 1) });
  expect(it.state.own).toBe(false);
  jobs.tell(job);
  jobs.tell(job);
  expect([changes, it.state]).toEqual([1, { all: true, own: true }]);
  it.dispose();
  jobs.tell({ ...job, state: 'running' });
  expect(changes).toBe(1);
});

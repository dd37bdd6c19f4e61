import { groupFolders, type GroupTold, readLimit } from './container-limit';

const none: GroupTold = { max: null, quota: null, period: null, usage: null, stat: null };
const STAT = 'usage_usec 7500000\nuser_usec 1\nnr_periods 40\nnr_throttled 30\nthrottled_usec 9\n';

test('the limit of a container of either kind is told, with how often it was reached and what was used', () => {
  const v2 = { ...none, max: '150000 100000\n', stat: STAT };
  expect(readLimit([v2])).toEqual({ cores: 1.5, periods: 40, throttled: 30, used_s: 7.5 });
  const stat = 'nr_periods 4\nnr_throttled 3\nthrottled_time 9\n';
  const v1 = { ...none, quota: '50000\n', period: '100000\n', usage: '2500000000\n', stat };
  expect(readLimit([v1])).toEqual({ cores: 0.5, periods: 4, throttled: 3, used_s: 2.5 });
});

test.each([
  ['no group', []],
  ['no limit in v2', [{ ...none, max: 'max 100000\n', stat: STAT }]],
  ['no limit in v1', [{ ...none, quota: '-1\n', period: '100000\n' }]],
  ['no files', [none]],
  [
    'an odd one',
    [
      { ...none, max: '\n' },
      { ...none, max: 'a b' },
      { ...none, quota: '5', period: '0' }
    ]
  ]
])('there is none where there is %s', (_, groups) => expect(readLimit(groups)).toBeNull());

test('of the groups around a process the tightest limit holds', () => {
  const groups = ['max 100000', '200000 100000', '400000 100000'].map(max => ({ ...none, max, stat: STAT }));
  expect(readLimit(groups)).toMatchObject({ cores: 2 });
});

test('the groups of a process are those of its path, up to the root that a container sees', () => {
  expect(groupFolders('0::/user/app\n')).toEqual([
    ...['/sys/fs/cgroup/user/app', '/sys/fs/cgroup/user', '/sys/fs/cgroup']
  ]);
  expect(groupFolders('9:name=systemd:/x\n4:memory:/y\n2:cpu,cpuacct:/docker/1\n1:cpuset:/\n')).toEqual([
    ...['/sys/fs/cgroup/cpu/docker/1', '/sys/fs/cgroup/cpu/docker', '/sys/fs/cgroup/cpu']
  ]);
  expect(groupFolders('0::/')).toEqual(['/sys/fs/cgroup']);
  expect(groupFolders(null)).toEqual([]);
});

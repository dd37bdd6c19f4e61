import { OomWatch, oomKills } from './oom-kills';

test.each([
  ['the count of Linux', 'pgmajfault 3\noom_kill 12\ndrop_pagecache 0\n', 12],
  ['a kernel that keeps none', 'pgmajfault 3\n', null]
])('%s is read', (_, text, count) => expect(oomKills(() => text)).toBe(count));

test('where there is no such file nothing is known', () => {
  const missing = (): never => {
    throw new Error('ENOENT');
  };
  expect(oomKills(missing)).toBeNull();
  expect(new OomWatch(() => null).hasKilled()).toBeNull();
});

test('only what was ended since the last look counts', () => {
  let count = 5;
  const watch = new OomWatch(() => count);
  expect(watch.hasKilled()).toBe(false);
  count = 6;
  expect([watch.hasKilled(), watch.hasKilled()]).toEqual([true, false]);
});

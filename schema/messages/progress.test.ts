import { sentence } from './index';

test.each([
  ['phase_done', { done: 4, total: 4, failed: 0 }, '4 cells, all there', '4 格，都有了'],
  ['phase_done', { done: 1, total: 1, failed: 0 }, '1 cell, all there', '1 格，都有了'],
  ['phase_done', { done: 47, total: 48, failed: 0 }, '47 of 48 drawn, 1 left out', '画好 47 / 48，1 格没画'],
  ['phase_failed', { done: 47, total: 48, failed: 1 }, '1 of 48 failed', '48 格中有 1 格失败'],
  [
    'phase_failed',
    { done: 45, total: 48, failed: 1 },
    '1 of 48 failed, 2 left out',
    '48 格中有 1 格失败，2 格没画'
  ]
] as const)('the end of a job (%s, %j) says what is there and what was left out', (code, facts, ...said) =>
  expect([sentence(code, facts, 'en').title, sentence(code, facts, 'zh_CN').title]).toEqual(said)
);

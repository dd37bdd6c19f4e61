import type { FaultData } from '../../schema/fault';
import { present } from './present';
import { presentDiagnosis } from './presenter';

const remark = (key: string): object => ({ code: 'unknown_keys', facts: { keys: [key] } });
const refused = (also: object): FaultData =>
  ({
    code: 'model_missing',
    facts: { name: 'gone', also },
    where: { line: 2, column: 1, length: 4 }
  }) as never;

test('a refusal that tells remarks is whole, and in its parts', () => {
  const several = { code: 'several_remarks', facts: { first: remark('Foo'), then: remark('Bar') } };
  const { message, alone, also } = present(refused(several), 'en');
  expect(alone).toBe("This model isn't there: gone.");
  expect(also).toMatchObject([
    { code: 'unknown_keys', facts: { keys: ['Foo'] }, message: expect.stringContaining('Foo') },
    { code: 'unknown_keys', facts: { keys: ['Bar'] }, message: expect.stringContaining('Bar') }
  ]);
  expect(message).toBe([alone, ...also!.map(each => each.message)].join(' '));
  expect(present(refused(remark('Foo')), 'zh_CN').also).toHaveLength(1);
});

test('a refusal alone has no parts', () => {
  const told = present({ code: 'model_missing', facts: { name: 'gone' } }, 'en');
  expect(told).not.toHaveProperty('alone');
  expect(told).not.toHaveProperty('also');
});

test('the cause of a wait is said in its sentence, and not once more as evidence', () => {
  const cause = { code: 'cause_disk' as const, facts: {} };
  const evidence = [cause, { code: 'evidence_last_sign' as const, facts: { age: 20 } }];
  const facts = { age: 20, deadline: 60, finished: 2, cause };
  const told = (language: 'en' | 'zh_CN') => presentDiagnosis({ code: 'silent', facts, evidence }, language);
  expect(told('en')).toMatchObject({
    title: 'No sign of progress for 20 s',
    detail:
      'The drawing process waits for the disk. After 60 s without a sign of life the drawing process is restarted; 2 finished cells are safe.',
    evidence: [{ code: 'evidence_last_sign' }]
  });
  expect(told('zh_CN').detail).toBe(
    '绘图进程在等磁盘。满 60 秒仍没有进展，就会重启绘图进程；已画好的 2 格都在。'
  );
  expect(
    presentDiagnosis({ code: 'silent', facts: { ...facts, cause: undefined }, evidence }, 'en').evidence
  ).toHaveLength(2);
});

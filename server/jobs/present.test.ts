import type { FaultData } from '../../schema/fault';
import { present } from './present';

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

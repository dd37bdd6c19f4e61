import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../testing/test-service';
import { lockData } from './data-lock';
import type { Fault } from '../../schema/fault';

const refusal = (folder: string): Fault => {
  try {
    lockData(folder)();
  } catch (error) {
    return error as Fault;
  }
  throw new Error('nothing was refused');
};

test('a folder is made with its parents, and has one owner', () => {
  const folder = join(temporaryFolder(), 'a', 'b');
  const unlock = lockData(folder);
  expect(refusal(folder).code).toBe('data_in_use');
  unlock();
  lockData(folder)();
  expect(existsSync(folder)).toBe(true);
});

// The system answers there as if a parent were missing, which Node's own recursive mkdir tries for ever.
test.each(['/proc/nowhere', '/proc/nowhere/deep'])('%s is refused at once', folder => {
  expect(refusal(folder).code).toBe(process.platform === 'linux' ? 'data_unwritable' : expect.any(String));
});

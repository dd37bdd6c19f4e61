import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceError } from '../errors';
import { temporaryFolder } from '../testing/test-service';
import { lockData } from './data-lock';

const refusal = (folder: string): ServiceError => {
  try {
    lockData(folder)();
  } catch (error) {
    return error as ServiceError;
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

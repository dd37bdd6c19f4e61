import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, processStart } from './process-start';

test('this process is there, and one that never was is not', () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(processStart(process.pid)).toMatch(/^\d+$/);
  expect(isAlive(2 ** 22 + 1)).toBe(false);
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a process that has ended is not there, though its parent never asks', async () => {
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 30'], {
    stdio: ['ignore', 'pipe', 'inherit']
  });
  try {
    const [line] = (await once(parent.stdout!, 'data')) as [Buffer];
    await pause(200);
    const ended = Number(line.toString());
    // It has its number still.
    expect(processStart(ended)).not.toBeNull();
    expect(isAlive(ended)).toBe(false);
  } finally {
    parent.kill();
  }
});

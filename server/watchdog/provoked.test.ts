/** Causes that this machine really has: the processes and their trouble are real, the readings are those of /proc. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clock } from '../clock';
import { temporaryFolder } from '../testing/test-service';
import { causeOf, type Circumstances } from './causes';
import { LoadMeter } from './load-meter';
import { readSystem } from './read-system';

const isLinux = existsSync('/proc/self/stat');
const onLinux = isLinux ? test : test.skip;
const withCompiler = isLinux && hasCompiler() ? test : test.skip;

function hasCompiler(): boolean {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const children: ChildProcess[] = [];
afterEach(() => {
  children.splice(0).forEach(child => child.kill('SIGKILL'));
});

function begin(words: string[], env: NodeJS.ProcessEnv = process.env): number {
  const child = spawn(words[0], words.slice(1), { stdio: 'ignore', env, cwd: tmpdir() });
  children.push(child);
  return child.pid!;
}

const script = (text: string): string[] => [process.execPath, '-e', text];
const BUSY = 'for (;;);';

/** What is said of a process once it has been looked at for a while; asked again until it says what is awaited, at most ten times. */
async function causeAt(
  pid: number,
  awaited: string,
  seen: Partial<Circumstances> = {}
): Promise<ReturnType<typeof causeOf>> {
  const meter = new LoadMeter(clock);
  const since = clock.monotonic();
  let cause: ReturnType<typeof causeOf> = null;
  for (let look = 0; look < 10 && cause?.code !== awaited; look++) {
    await meter.look([pid]);
    meter.readSince(pid, since);
    await pause(1000);
    await meter.look([pid]);
    cause = causeOf({
      phase: 'sampling',
      load: meter.of(pid),
      loadedBytes: meter.readSince(pid, since),
      modelBytes: 1e9,
      isFirst: false,
      ...seen
    });
  }
  return cause;
}

onLinux('a process that somebody suspended is said to be that', async () => {
  const pid = begin(script(BUSY));
  await pause(100);
  process.kill(pid, 'SIGSTOP');
  expect(await causeAt(pid, 'cause_suspended')).toEqual({ code: 'cause_suspended', facts: {} });
});

onLinux(
  'programs that take the processor are named, with their share, or the limit that they reach',
  async () => {
    const { system } = await readSystem([]);
    const { cores, limit } = system!;
    Array.from({ length: cores }).forEach(() => begin(script(BUSY)));
    // In a container that may use fewer cores than there are, it is the container that is full.
    const code = limit && limit.cores < cores ? 'cause_limit' : 'cause_processor';
    const cause = await causeAt(begin(script(BUSY)), code);
    expect(cause).toMatchObject({ code, facts: { share: expect.any(Number) } });
    expect(cause!.facts.share).toBeGreaterThanOrEqual(30);
  }
);

// The parent of a vfork is in the very state of one that waits for a disk: it sleeps and can't be interrupted.
withCompiler('a process that hangs in a call of the disk is said to wait for it', async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'hang.c'),
    '#define _GNU_SOURCE\n#include <unistd.h>\nint main(void) { if (vfork() == 0) { sleep(30); _exit(0); } return 0; }\n'
  );
  execFileSync('cc', ['-o', join(folder, 'hang'), join(folder, 'hang.c')]);
  expect(await causeAt(begin([join(folder, 'hang')]), 'cause_disk')).toEqual({
    code: 'cause_disk',
    facts: {}
  });
});

/** Makes every read of a file whose name has `weights` in it take 50 ms, in the state of one that waits for a disk. */
const SLOW_READS = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>
static void wait_for(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n > 0) { path[n] = 0; if (strstr(path, "weights") && vfork() == 0) { usleep(50000); _exit(0); } }
}
#define SLOW(type, name, params, args) \\
  type name params { wait_for(fd); type (*real) params = dlsym(RTLD_NEXT, #name); return real args; }
SLOW(ssize_t, read, (int fd, void *b, size_t n), (fd, b, n))
SLOW(ssize_t, pread, (int fd, void *b, size_t n, off_t o), (fd, b, n, o))
SLOW(ssize_t, pread64, (int fd, void *b, size_t n, off_t o), (fd, b, n, o))
SLOW(ssize_t, preadv, (int fd, const struct iovec *v, int c, off_t o), (fd, v, c, o))
SLOW(ssize_t, preadv64, (int fd, const struct iovec *v, int c, off_t o), (fd, v, c, o))
`;

withCompiler('a slow disk is told with how much of the model came and how fast', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'slow.c'), SLOW_READS);
  execFileSync('cc', ['-shared', '-fPIC', '-o', join(folder, 'slow.so'), join(folder, 'slow.c'), '-ldl']);
  const weights = join(folder, 'weights');
  writeFileSync(weights, Buffer.alloc(50e6));
  const reader = `const fs = require('fs'); const fd = fs.openSync(${JSON.stringify(weights)});
    const bytes = Buffer.alloc(65536); for (let at = 0; ; at += 65536) fs.readSync(fd, bytes, 0, 65536, at);`;
  const loading = { phase: 'loading_model', modelBytes: 50e6 };
  const slow = begin(script(reader), { ...process.env, LD_PRELOAD: join(folder, 'slow.so') });
  expect(await causeAt(slow, 'cause_disk', loading)).toMatchObject({
    code: 'cause_disk',
    facts: { read: expect.stringMatching(/[KM]B$/), total: '50 MB', rate: expect.stringMatching(/[KM]B$/) }
  });
});

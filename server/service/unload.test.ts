/** The memory of models that nobody draws with: real engine, small models. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clock } from '../clock';
import { bundle, submit, temporaryFolder, testService, untilJob } from '../testing/test-service';
import type { IEngineLink } from '../engines';
import type { Service } from './service';

const root = join(__dirname, '../..');
const worker = join(temporaryFolder(), 'engine.js');
beforeAll(() => bundle('engine/child/main.ts', worker));

const testOnLinux = process.platform === 'linux' ? test : test.skip;

/** Megabytes of memory of its own that a process holds, files it has mapped left out. */
function ownMb(pid: number): number {
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1000;
}

/** What an engine holds that has no model yet. */
async function settled(link: IEngineLink): Promise<number> {
  while (!link.ready) {
    await pause(50);
  }
  return ownMb(link.pid!);
}

async function drawn(service: Service, seed: number): Promise<void> {
  const text = `%%sweep seed=${seed} steps=2 size=64x64 model=emoji-diffusion\na cat`;
  expect((await untilJob(service, await submit(service, text))).state).toBe('done');
}

const engine = { worker, env: { NODE_PATH: join(root, 'node_modules') } };
const bundled = { modelFolders: [], bundledFolders: [join(root, 'models')] };

testOnLinux(
  'an engine that is idle for long gives the memory of its model back, and draws again when asked',
  async () => {
    const service = await testService({ ...engine, ...bundled, unloadAfterMs: 3000 });
    const [link] = service.pool.links;
    const base = await settled(link);
    await drawn(service, 1);
    const first = link.pid!;
    expect(ownMb(first)).toBeGreaterThan(base + 40);
    while (link.pid === first || !link.ready) {
      await pause(50);
    }
    expect(await settled(link)).toBeLessThan(base + 15);
    expect(link.restarts).toBe(0);
    await drawn(service, 2);
  },
  120_000
);

testOnLinux('with 0 it never does', async () => {
  const service = await testService({
    unloadAfterMs: 0,
    clock: { ...clock, monotonic: () => performance.now() * 1000 }
  });
  const [link] = service.pool.links;
  await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
  const { pid } = link;
  await pause(2500);
  expect(link.pid).toBe(pid);
  expect(link.model).not.toBeNull();
});

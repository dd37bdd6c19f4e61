import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, temporaryFolder } from '../test-service';
import { tortureModels } from './models';
import { torture } from './torture';

/** `npm run torture -- --rounds 5000` is for more. */
const SECONDS = 10;

test('killed at any point, the service loses nothing it acknowledged, stores nothing twice and goes on', async () => {
  const home = temporaryFolder();
  const script = join(home, 'index.js');
  bundle('server/testing/torture/service-main.ts', script);
  bundle('server/testing/fake-worker.ts', join(home, 'worker.js'));
  bundle('server/service/count-thread.ts', join(home, 'count-thread.js'));
  symlinkSync(join(__dirname, '..', '..', '..', 'node_modules'), join(home, 'node_modules'));
  cpSync(join(__dirname, '..', '..', 'images', 'fonts'), join(home, 'fonts'), { recursive: true });
  const { failures, rounds, kills } = await torture({
    script,
    models: tortureModels(join(home, 'models')),
    folder: home,
    seed: Date.now() % 1e6,
    rounds: 300,
    seconds: SECONDS
  });
  expect(failures).toEqual([]);
  expect(rounds).toBeGreaterThan(0);
  expect(Object.values(kills).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
});

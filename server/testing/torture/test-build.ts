import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, temporaryFolder } from '../test-service';
import { tortureModels } from './models';

/** The service with kill points as a script, a models folder, and a folder for data, for tests. */
export function tortureBuild(): { script: string; models: string; folder: string } {
  const home = temporaryFolder();
  const script = join(home, 'index.js');
  bundle('server/testing/torture/service-main.ts', script);
  bundle('server/testing/fake-worker.ts', join(home, 'worker.js'));
  bundle('server/service/count-thread.ts', join(home, 'count-thread.js'));
  symlinkSync(join(__dirname, '..', '..', '..', 'node_modules'), join(home, 'node_modules'));
  cpSync(join(__dirname, '..', '..', 'images', 'fonts'), join(home, 'fonts'), { recursive: true });
  const folder = join(home, 'work');
  mkdirSync(folder);
  return { script, models: tortureModels(join(home, 'models')), folder };
}

/**
 * `npm run torture -- --rounds 5000 [--chains 2] [--seconds 600] [--seed 1]`: kills the service of the test build again and again, and prints what
 * was lost. Exit code 1 when anything was.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tortureModels } from './models';
import { torture, type TortureReport, unreached } from './torture';

const SAY_MS = 10_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '300' },
      seconds: { type: 'string' },
      chains: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(Date.now() % 1e6) }
    }
  });
  const folder = mkdtempSync(join(tmpdir(), 'diffusion-torture-'));
  let said = performance.now();
  let failed = 0;
  const report = await torture({
    script: join(__dirname, 'index.js'),
    models: tortureModels(join(folder, 'models')),
    folder,
    seed: Number(values.seed),
    rounds: Number(values.rounds),
    ...(values.seconds !== undefined && { seconds: Number(values.seconds) }),
    chains: Number(values.chains),
    each: now => {
      now.failures.slice(failed).forEach(each => console.error(each));
      failed = now.failures.length;
      if (performance.now() - said > SAY_MS) {
        said = performance.now();
        console.log(summary(now));
      }
    }
  });
  console.table(report.kills);
  console.log(`seed ${values.seed}: ${summary(report)}`);
  unreached(report).forEach(point => console.log(`Nobody was killed ${point}.`));
  if (report.failures.length > 0) {
    console.log(`The data folders are kept in ${folder}.`);
    return 1;
  }
  rmSync(folder, { recursive: true, force: true });
  return 0;
}

function summary({ rounds, lost, longestStartMs, failures }: TortureReport): string {
  return `${rounds} rounds, ${lost} lost databases, longest start ${Math.round(longestStartMs)} ms, ${failures.length} failures`;
}

void main().then(code => process.exit(code));

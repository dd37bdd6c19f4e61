/** `golden DIR [--only PREFIX,...]`: runs the engine over a folder of goldens; exit code 1 when anything is past its tolerance. */
import { parseArgs } from 'node:util';
import { runGoldens } from './runner';

const USAGE = 'golden DIR [--only PREFIX,...]';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string', multiple: true } }
  });
  if (positionals.length !== 1) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const only = (values.only ?? []).flatMap(each => each.split(',')).filter(Boolean);
  const { failed } = await runGoldens(positionals[0], {
    only,
    print: line => process.stdout.write(`${line}\n`)
  });
  return failed > 0 ? 1 : 0;
}

main().then(
  code => (process.exitCode = code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
);

/** An earlier commit beside this one: checked out and built in a folder of its own, with the packages that are installed here. */
import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What a build makes last. */
const BUILT = 'lib/labextensions/jupyterlab-diffusion/package.json';

/** The folder where a commit is built; it is made when it isn't there, and built when a build of it was cut short. */
export function checkOut(root: string, commit: string): string {
  const folder = join(root, 'bench', 'out', `at-${commit.replace(/\W/g, '-')}`);
  const run = (program: string, args: string[], cwd: string): void => {
    execFileSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  if (!existsSync(folder)) {
    run('git', ['worktree', 'add', '--detach', folder, commit], root);
    for (const name of ['node_modules', '.venv']) {
      symlinkSync(join(root, name), join(folder, name));
    }
  }
  if (!existsSync(join(folder, BUILT))) {
    run('npm', ['run', 'build'], folder);
  }
  return folder;
}

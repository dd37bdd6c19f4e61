/** What the machine must have. Each check returns what it found, or throws `Missing` with one sentence that says what to install. */
import { execFileSync } from 'node:child_process';

export const NODE_MIN = [20, 19];
export const PYTHON_MIN = [3, 10];

export class Missing extends Error {}

/** Checks the version of the Node that runs this. */
export function checkNode(version = process.versions.node) {
  if (!atLeast(version, NODE_MIN)) {
    throw new Missing(
      `Node ${version} is too old: install Node ${NODE_MIN.join('.')} or later from https://nodejs.org.`
    );
  }
  return version;
}

/** A package of the clone, for scripts that run before or without `npm start`: what is missing is said in one sentence, and the script ends. */
export async function installed(name, load = each => import(each)) {
  try {
    return await load(name);
  } catch (error) {
    if (!/^(ERR_)?MODULE_NOT_FOUND$/.test(error.code)) {
      throw error;
    }
    console.error(`The Node packages of this clone are missing (${name}): run "npm start" first.`);
    // Nothing behind it can go on, and a stack would hide the sentence.
    process.exit(1);
  }
}

/** The command of a Python that is new enough and can make virtual environments. */
export function checkPython(ask = askPython) {
  const candidates = process.env.PYTHON ? [process.env.PYTHON] : ['python3', 'python', 'py'];
  const found = candidates.map(command => ({ command, ...ask(command) })).filter(each => each.version);
  if (found.length === 0) {
    throw new Missing(
      `Python is missing: install Python ${PYTHON_MIN.join('.')} or later from https://www.python.org, or name yours in PYTHON.`
    );
  }
  const fit = found.find(({ version }) => atLeast(version, PYTHON_MIN));
  if (!fit) {
    throw new Missing(
      `Python ${found[0].version} is too old: install Python ${PYTHON_MIN.join('.')} or later, or name one in PYTHON.`
    );
  }
  if (!fit.venv) {
    const remedy =
      process.platform === 'linux'
        ? 'on Debian and Ubuntu run "apt install python3-venv"'
        : 'install Python from https://www.python.org';
    throw new Missing(`${fit.command} can't make virtual environments: ${remedy}.`);
  }
  return fit;
}

/** Checks that npm is there; it comes with Node except in some distributions. */
export function checkNpm(run = npmVersion) {
  try {
    return run();
  } catch {
    throw new Missing('npm is missing: install Node from https://nodejs.org, or "apt install npm".');
  }
}

/** True when `version` ("3.11.7") is at least `least` ([3, 10]). */
export function atLeast(version, least) {
  const parts = version.split('.').map(Number);
  const differing = least.findIndex((number, at) => (parts[at] ?? 0) !== number);
  return differing < 0 || (parts[differing] ?? 0) > least[differing];
}

function askPython(command) {
  const question =
    'import importlib.util as u, sys; print(".".join(map(str, sys.version_info[:3])), all(map(u.find_spec, ("venv", "ensurepip"))))';
  try {
    const told = execFileSync(command, ['-c', question], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [version, venv] = String(told).trim().split(' ');
    return { version, venv: venv === 'True' };
  } catch {
    return {};
  }
}

function npmVersion() {
  return String(execFileSync('npm', ['--version'], { shell: process.platform === 'win32' })).trim();
}

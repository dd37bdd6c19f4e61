/**
 * Brings a clone to where Lab can start: locked Node packages, the build, a virtual environment with JupyterLab and our package.
 * Every step knows by content whether it has been done, so that a second run takes a second. Dependency-free: it runs before anything
 * is installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, checkNpm, checkPython, Missing } from './checks.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const venv = join(root, '.venv');
const bin = join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');

/** The path of a program of the virtual environment. */
export const program = name => join(bin, process.platform === 'win32' ? `${name}.exe` : name);

const SOURCES = ['schema', 'language', 'engine', 'server', 'src', 'style', 'bench', 'scripts'];
const SOURCE_FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.base.json'];
const BUILT = ['lib/service/index.js', 'lib/labextensions/jupyterlab-diffusion/package.json'];

/** Runs what is still to be done; throws `Missing`, or the failed step's error. `extras` are groups of pyproject. */
export async function prepare({ extras = ['notebooks'] } = {}) {
  checkNode();
  checkNpm();
  const python = checkPython();
  await step('Node packages (npm ci)', nodePackagesAreLocked(), () => run('npm', ['ci']));
  await step('Build (npm run build)', buildIsCurrent(), build);
  await step('Python environment (.venv)', environmentWorks(), () => makeEnvironment(python.command));
  await step('JupyterLab and this package (pip install -e .)', packageIsInstalled(extras), () =>
    install(extras)
  );
}

/** True when node_modules holds just what the lock says: npm's own record of it agrees. */
function nodePackagesAreLocked() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) {
    return false;
  }
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const held = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      !path || (held[path] ? held[path].version === entry.version : entry.optional || entry.devOptional)
  );
}

const buildStamp = join(root, 'lib', '.sources');

function buildIsCurrent() {
  return BUILT.every(file => existsSync(join(root, file))) && stampIs(buildStamp, sourcesHash());
}

async function build() {
  const hash = sourcesHash();
  await run('npm', ['run', 'build']);
  writeFileSync(buildStamp, hash);
}

function environmentWorks() {
  return existsSync(program('python')) && spawnSync(program('python'), ['-c', 'import pip']).status === 0;
}

async function makeEnvironment(python) {
  rmSync(venv, { recursive: true, force: true });
  await run(python, ['-m', 'venv', venv]);
}

const ALL_EXTRAS = ['notebooks', 'test'];
const pipStamp = join(venv, '.installed');

/** pyproject and what it ships beside the code; the version in package.json is part of it. */
function packageHash(extras) {
  const files = ['pyproject.toml', 'install.json', 'python/hatch_build.py', ...list('python/config')];
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return hashOf(files, version, ...extras);
}

/** An install with all groups serves who asks for fewer, too. */
function packageIsInstalled(extras) {
  return [extras, ALL_EXTRAS].some(groups => stampIs(pipStamp, packageHash(groups)));
}

async function install(extras) {
  const target = extras.length ? `.[${extras.join(',')}]` : '.';
  // The build above is the build: pip's hook must not run npm again.
  const env = { ...process.env, SKIP_JUPYTER_BUILDER: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  await run(program('python'), ['-m', 'pip', 'install', '--quiet', '--editable', target], { env });
  // Lab reads the extension from lib/; a copy in the environment would go stale and its style.css would win.
  rmSync(join(venv, 'share', 'jupyter', 'labextensions', 'jupyterlab-diffusion'), {
    recursive: true,
    force: true
  });
  writeFileSync(pipStamp, packageHash(extras));
}

async function step(name, done, action) {
  if (done) {
    return;
  }
  const started = Date.now();
  console.log(`· ${name} …`);
  await action();
  console.log(`✓ ${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Runs a command in the project's folder with its output shown; rejects when it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32' && command === 'npm';
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell,
      ...options
    });
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      code === 0
        ? resolve()
        : reject(new Missing(`"${[command, ...args].join(' ')}" failed (${signal ?? `exit code ${code}`}).`))
    );
  });
}

function sourcesHash() {
  return hashOf([...SOURCE_FILES, ...SOURCES.flatMap(list)]);
}

/** Every file below a folder; goldens and tests don't go into the build. */
function list(folder) {
  if (!existsSync(join(root, folder))) {
    return [];
  }
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => name !== 'goldens' && !name.startsWith('.'))
    .flatMap(entry => (entry.isDirectory() ? list(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .sort();
}

function hashOf(files, ...words) {
  const hash = createHash('sha256').update(JSON.stringify(words));
  for (const file of files.filter(each => existsSync(join(root, each)))) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function stampIs(file, hash) {
  return existsSync(file) && readFileSync(file, 'utf8') === hash;
}

/** The main of a script: a `Missing` is one sentence, not a stack. */
export async function main(action) {
  try {
    mkdirSync(join(root, 'lib'), { recursive: true });
    process.exitCode = (await action()) ?? 0;
  } catch (error) {
    console.error(error instanceof Missing ? error.message : error);
    process.exitCode = 1;
  }
}

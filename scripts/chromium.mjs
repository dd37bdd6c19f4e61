/** Finds the browser of the end-to-end tests, and installs Debian's when there is none and that can be done without asking. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
];
// The Chinese screenshots need a font with Chinese characters.
const PACKAGES = ['chromium', 'fonts-wqy-zenhei'];

/** `{ path }`, or `{ problem }` in one sentence. */
export async function findChromium(install = installPackages) {
  const path = look() ?? (install() ? look() : undefined);
  return path
    ? { path }
    : {
        problem: `Chromium is missing: run "apt-get install -y ${PACKAGES.join(' ')}" or name yours in CHROMIUM.`
      };
}

function look() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [
    process.env.CHROMIUM,
    ...NAMES.flatMap(name => folders.map(folder => join(folder, name))),
    ...ELSEWHERE
  ];
  return candidates.find(candidate => candidate && existsSync(candidate));
}

function installPackages() {
  if (process.platform !== 'linux' || spawnSync('apt-get', ['--version']).status !== 0) {
    return false;
  }
  const asRoot = process.getuid() === 0 ? [] : ['sudo', '-n'];
  console.log(`· ${PACKAGES.join(', ')} (apt-get) …`);
  try {
    for (const words of [
      ['update', '-q'],
      ['install', '-y', '-q', ...PACKAGES]
    ]) {
      const [command, ...args] = [...asRoot, 'apt-get', ...words];
      execFileSync(command, args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      });
    }
    return true;
  } catch {
    return false;
  }
}

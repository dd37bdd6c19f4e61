/** The walls between rooms: the table has no circle and names every folder, and ESLint refuses what the table does not allow. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(__dirname, '..');

/** What a module script prints as JSON. */
function printed<Result>(script: string): Result {
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root });
  return JSON.parse(out.toString()) as Result;
}

const rooms = printed<Record<string, string[]>>(
  `import { rooms } from '${pathToFileURL(join(root, 'scripts', 'rooms.mjs')).href}';
   console.log(JSON.stringify(rooms));`
);
const within = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

test('no room may import one that may import it, by whatever way', () => {
  // Tests' helpers and the list of plugins may import everything around them; nothing that ships imports those.
  const shipped = Object.entries(rooms).filter(([room]) => !/testing$|^src\/index\.ts$/.test(room));
  const next = (room: string): string[] =>
    shipped.filter(([other]) => rooms[room].some(allowed => within(other, allowed))).map(([other]) => other);
  const visit = (room: string, path: readonly string[]): void => {
    expect(path).not.toContain(room);
    next(room).forEach(other => visit(other, [...path, room]));
  };
  shipped.forEach(([room]) => visit(room, []));
});

test.each(['engine', 'server', 'src'])('every room of %s is in the table', top => {
  const found = readdirSync(join(root, top), { withFileTypes: true })
    .filter(entry => entry.isDirectory() || /(?<!\.test)\.tsx?$/.test(entry.name))
    .map(({ name }) => `${top}/${name}`);
  expect(found.filter(room => !(room in rooms))).toEqual([]);
});

type Case = [file: string, imported: string, refused: boolean];
const cases: Case[] = [
  ['schema/x.ts', '../language/names/choices', true],
  ['language/cell/x.ts', '../../schema/catalogue', false],
  ['language/cell/x.ts', '../../engine/types', true],
  ['language/cell/x.test.ts', '../../server/sweep', false],
  ['engine/sampling/x.ts', '../../server/clock', true],
  ['engine/sampling/x.ts', '../pipeline', true],
  ['engine/graph/x.ts', '../text', true],
  ['engine/pipeline/x.ts', '../sampling', false],
  ['engine/x.test.ts', '../server/clock', true],
  ['server/jobs/x.ts', '../store/database', false],
  ['server/store/x.ts', '../jobs/hub', true],
  ['server/images/x.ts', '../jobs/hub', true],
  ['server/watchdog/x.ts', '../jobs/hub', true],
  ['server/jobs/x.ts', '../routes/app', true],
  ['server/jobs/x.ts', '../../engine/shadow', false],
  ['server/jobs/x.ts', '../../engine/shadow/hash', true],
  ['server/jobs/x.ts', '../../engine/sampling', true],
  ['server/jobs/x.ts', '../../engine/types', true],
  ['server/cli/x.ts', '../../src/tokens', true],
  ['src/panel/x.tsx', '../grid', true],
  ['src/grid/components/x.tsx', '../../panel/model', true],
  ['src/magic/x.ts', '../panel/model', true],
  ['src/icons/x.ts', '../panel/model', true],
  ['src/client/x.ts', '../panel/model', true],
  ['src/panel/x.ts', '../client', false],
  ['src/panel/x.ts', '../../server/clock', true],
  ['src/panel/x.ts', '../../engine/types', true],
  ['src/panel/x.test.ts', '../../engine/types', true],
  ['goldens/runner/x.ts', '../../engine/types', false],
  ['goldens/runner/x.ts', '../../server/clock', true],
  // Types are imports like any other, and so is what is loaded when it is needed.
  ['server/store/x.ts', 'type ../jobs/hub', true],
  ['src/panel/x.ts', 'later ../grid', true]
];

function source(imported: string): string {
  const [how, path] = imported.includes(' ') ? imported.split(' ') : ['', imported];
  return how === 'later'
    ? `export const x = () => import('${path}');\n`
    : `import ${how ? 'type ' : ''}* as x from '${path}';\nexport { x };\n`;
}

/** The rules that ESLint finds broken in each text, were it that file. */
function lint(texts: readonly { file: string; text: string }[]): string[][] {
  return printed(`import { ESLint } from 'eslint';
    const eslint = new ESLint();
    const found = [];
    for (const { file, text } of ${JSON.stringify(texts)}) {
      const [result] = await eslint.lintText(text, { filePath: file });
      found.push(result.messages.map(({ ruleId }) => ruleId));
    }
    console.log(JSON.stringify(found));`);
}

describe('ESLint', () => {
  const found = lint(cases.map(([file, imported]) => ({ file, text: source(imported) })));

  test.each(cases.map((each, at) => [...each, at] as const))(
    '%s importing %s is refused: %s',
    (_file, _imported, refused, at) => {
      expect(found[at].includes('import-x/no-restricted-paths')).toBe(refused);
    }
  );

  test('two files that import each other are refused', () => {
    const text = "import { PictureFiles } from './picture-files';\nexport const x = PictureFiles;\n";
    expect(lint([{ file: 'server/store/files.ts', text }])).toEqual([['import-x/no-cycle']]);
  });

  test('the service writes to its log, not to the console', () => {
    expect(lint([{ file: 'server/jobs/x.ts', text: "console.log('here');\n" }])).toEqual([['no-console']]);
  });
});

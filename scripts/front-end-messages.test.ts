/** Every message of the front end is said somewhere in it, or in the language room that it shows. That none is missing is the compiler's to say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonMessages } from '../schema/messages/common';
import { compareMessages } from '../schema/messages/compare';
import { axisMessages } from '../schema/messages/axes';
import { gridMessages } from '../schema/messages/grid';
import { panelMessages } from '../schema/messages/panel';

const FOLDERS = ['src', 'language'].map(name => join(__dirname, '..', name));

const sources = FOLDERS.flatMap(folder =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter(name => /(?<!\.test)\.tsx?$/.test(name))
    .map(name => readFileSync(join(folder, name), 'utf8'))
).join('\n');

/** Of codes that end in what is said, as `state_${state}` does. */
const beginnings = [...sources.matchAll(/say\(`([a-z_]+_)\$\{/g)].map(([, beginning]) => beginning);

test.each(
  Object.keys({ ...axisMessages, ...commonMessages, ...compareMessages, ...gridMessages, ...panelMessages })
)('%s is said', code => {
  const isNamed = sources.includes(`'${code}'`);
  expect(isNamed || beginnings.some(each => code.startsWith(each))).toBe(true);
});

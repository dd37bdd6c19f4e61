/** Every message of the front end is said somewhere in it, or in the language room that it shows. That none is missing is the compiler's to say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonMessages } from '../schema/messages/common';
import { compareMessages } from '../schema/messages/compare';
import { axisMessages } from '../schema/messages/axes';
import { gridMessages } from '../schema/messages/grid';
import { panelMessages } from '../schema/messages/panel';
import { JOB_STATES } from '../schema/states';

const FOLDERS = ['src', 'language'].map(name => join(__dirname, '..', name));

const OF_STATES: ReadonlySet<string> = new Set(JOB_STATES.map(state => `state_${state}`));

const sources = FOLDERS.flatMap(folder =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter(name => /(?<!\.test)\.tsx?$/.test(name))
    .map(name => readFileSync(join(folder, name), 'utf8'))
).join('\n');

test.each(
  Object.keys({ ...axisMessages, ...commonMessages, ...compareMessages, ...gridMessages, ...panelMessages })
)('%s is said', code => {
  // Those of states are said by the state's name.
  expect(sources.includes(`'${code}'`) || OF_STATES.has(code)).toBe(true);
});

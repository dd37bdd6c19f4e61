/** docs/parameters.md says of every parameter what the catalogue says; with `UPDATE_PAGES=1` this test writes its tables. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type Parameter, type ParameterGroup } from '../../schema/catalogue';

const path = join(__dirname, '../../docs/parameters.md');
const page = readFileSync(path, 'utf8');

/** Groups in the order of the page, by their headings. */
const HEADINGS: Readonly<Record<ParameterGroup, string>> = {
  prompt: 'Prompts',
  main: 'Main',
  batch: 'Batch',
  advanced: 'Advanced',
  image: 'Image to image',
  hires: 'Hires fix',
  sampling: 'Sampling options',
  care: 'Picture care'
};

const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

function takes({ kind, min, max, choices = [], choices_from, optional }: Parameter): string {
  const lists = {
    samplers: 'sampler',
    schedulers: 'schedule',
    models: 'model',
    vaes: 'VAE',
    upscalers: 'upscaler'
  };
  const values = {
    text: 'text',
    integer: `${min} to ${max}`,
    number: `${min} to ${max}`,
    boolean: 'true, false',
    image: 'a picture',
    choice: [...choices, ...(choices_from ? [withArticle(lists[choices_from])] : [])].join(', '),
    model: choices_from ? withArticle(lists[choices_from]) : ''
  }[kind];
  return optional ? `${values}, none` : values;
}

function row(parameter: Parameter): string {
  const { name, aliases, default: usual, needs, help } = parameter;
  const short = aliases.filter(alias => /^\w+$/.test(alias)).map(alias => `\`${alias}\``);
  const said = needs ? `${help.en} Needs \`${needs}\`.` : help.en;
  const unsaid = usual === null ? '' : `\`${usual === '' ? '""' : usual}\``;
  const cells = [
    `\`${name}\`${short.length > 0 ? ` (${short.join(', ')})` : ''}`,
    takes(parameter),
    unsaid,
    said
  ];
  return `| ${cells.map(cell => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
}

/** The page with the rows of each group's table made from the catalogue. */
function written(): string {
  return Object.entries(HEADINGS).reduce((text, [group, heading]) => {
    const table = new RegExp(`(## ${heading}\\n[^#]*?\\n\\| --- [^\\n]*\\n)(?:\\|[^\\n]*\\n)*`);
    const rows = catalogue.filter(parameter => parameter.group === group).map(row);
    expect(text).toMatch(table);
    return text.replace(table, (_, head: string) => `${head}${rows.join('\n')}\n`);
  }, page);
}

test('the parameters of every group are on the page, in order', () => {
  if (process.env.UPDATE_PAGES) {
    writeFileSync(path, written());
  }
  expect(readFileSync(path, 'utf8')).toBe(written());
});

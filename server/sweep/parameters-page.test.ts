/** docs/parameters.md says of every parameter what the catalogue says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type Parameter, type ParameterGroup } from '../../schema/catalogue';

const page = readFileSync(join(__dirname, '../../docs/parameters.md'), 'utf8');

/** Groups in the order of the page, by their headings. */
const HEADINGS: Readonly<Record<ParameterGroup, string>> = {
  prompt: 'Prompts',
  main: 'Main',
  batch: 'Batch',
  advanced: 'Advanced',
  image: 'Image to image',
  hires: 'Hires fix',
  sampling: 'Sampling options'
};

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
    choice: [...choices, ...(choices_from ? [`a ${lists[choices_from]}`] : [])].join(', '),
    model: choices_from ? `a ${lists[choices_from]}` : ''
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

test.each(Object.entries(HEADINGS))(
  'the parameters of the group %s are on the page, in order',
  (group, heading) => {
    const [, section = ''] = page.split(`## ${heading}\n`);
    const rows = section
      .split('\n## ')[0]
      .split('\n')
      .filter(line => line.startsWith('| `'));
    expect(rows).toEqual(catalogue.filter(parameter => parameter.group === group).map(row));
  }
);

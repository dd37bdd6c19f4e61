/**
 * A cell as text a person can take elsewhere: as one-picture `%%txt2img` cell, and as A1111's infotext.
 */
import { catalogue } from '../../schema/catalogue';
import type { CellParams, Plan } from '../../schema/wire';

/** Always written, so that the cell reads as a recipe and a changed default can't change the picture. */
const always = ['seed', 'cfg_scale', 'steps', 'sampler'];
/** Said in the body, or as `size`. */
const elsewhere = new Set(['prompt', 'negative_prompt', 'width', 'height']);

/**
 * The `%%txt2img` cell that draws this picture again. What the catalogue would fill in the same way is left out, what came from a
 * model's defaults is said, because another model folder may say otherwise.
 */
export function cellText(params: CellParams, origins: Plan['origins']): string {
  const rest = catalogue.filter(({ name }) => !always.includes(name) && !elsewhere.has(name));
  const said = rest.filter(({ name, default: usual }) => {
    const value = valueOf(params, name);
    const idle = name === 'subseed' && params.subseed_strength === 0;
    return value !== null && value !== '' && !idle && (origins[name] === 'user' || value !== usual);
  });
  const words = [...always, ...said.map(({ name }) => name)].map(
    name => `${name === 'cfg_scale' ? 'cfg' : name}=${word(valueOf(params, name) ?? '')}`
  );
  const size = `size=${params.width}x${params.height}`;
  const lines = [['%%txt2img', ...words, size].join(' '), bodyText(params.prompt)];
  if (params.negative_prompt !== '') {
    lines.push(`Negative prompt: ${bodyText(params.negative_prompt)}`);
  }
  return lines.join('\n');
}

function valueOf(params: CellParams, name: string): string | number | boolean | null {
  return (params as Record<string, string | number | boolean | null | undefined>)[name] ?? null;
}

/** A value on the first line: bare where the grammar reads it so, else quoted. */
function word(value: string | number | boolean): string {
  if (typeof value !== 'string') {
    return String(value);
  }
  return /^[A-Za-z_][\w.]*(-[A-Za-z_][\w.]*)*$/.test(value)
    ? value
    : `"${value.replace(/[\\"$]/g, sign => `\\${sign}`)}"`;
}

/** Prompt text in a cell's body: `$` and what would read as variants is escaped. */
function bodyText(prompt: string): string {
  return prompt.replace(/\$/g, '\\$').replace(/\{([^{}]*\|[^{}]*)\}/g, (_, inside: string) => {
    return `\\{${inside.replace(/\|/g, '\\|')}\\}`;
  });
}

/** A1111's parameters text, as it stands in a PNG and as its "read generation parameters" button takes it. */
export function infotext(params: CellParams, modelHash?: string): string {
  const pairs: [string, string | number][] = [
    ['Steps', params.steps],
    ['Sampler', params.sampler],
    ...(params.scheduler !== 'automatic'
      ? [['Schedule type', title(params.scheduler)] as [string, string]]
      : []),
    ['CFG scale', params.cfg_scale],
    ['Seed', params.seed],
    ['Size', `${params.width}x${params.height}`],
    ...(modelHash ? [['Model hash', modelHash.slice(0, 10)] as [string, string]] : []),
    ['Model', quoted(params.model)],
    ...(params.subseed_strength > 0
      ? ([
          ['Variation seed', params.subseed],
          ['Variation seed strength', params.subseed_strength]
        ] as [string, number][])
      : []),
    ...(params.clip_skip > 1 ? [['Clip skip', params.clip_skip] as [string, number]] : []),
    ...(params.eta !== null ? [['Eta', params.eta] as [string, number]] : []),
    ...(params.ensd > 0 ? [['ENSD', params.ensd] as [string, number]] : []),
    ...(params.rng === 'nv' ? [['RNG', 'NV'] as [string, string]] : [])
  ];
  const lines = [params.prompt];
  if (params.negative_prompt !== '') {
    lines.push(`Negative prompt: ${params.negative_prompt}`);
  }
  lines.push(pairs.map(([key, value]) => `${key}: ${value}`).join(', '));
  return lines.join('\n');
}

function title(scheduler: string): string {
  return scheduler
    .split('_')
    .map(part => (part === 'sgm' ? 'SGM' : part.charAt(0).toUpperCase() + part.slice(1)))
    .join(' ');
}

/** Infotext splits at commas and colons outside quotes. */
function quoted(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}

/** What stands on a sheet beside its pictures. */
import { commonLine } from '../../../language/layout/common-line';
import { commonWords } from '../../../language/layout/common-words';
import { axisLabel } from '../../../language/names/labels';
import type { Language } from '../../../schema/catalogue';
import { say } from '../../../schema/messages';
import type { Job } from '../../../schema/wire';
import type { Axis, Side } from './arrange';

/** The prompt over the sheet, as written, and what else all cells share. */
export function head({ plan, cells }: Job, language: Language): { title: string; common: string } {
  const { prompt, facts } = commonLine(plan.axes, plan.base, cells);
  return { title: prompt, common: facts.map(fact => commonWords(fact, language)).join(' · ') };
}

/** The names of the inner axes, and which way each runs. */
export function corner(rows: Side, columns: Side, language: Language): string {
  const name = (axis: Axis | null, arrow: string): string[] =>
    axis ? [`${axisLabel(axis, language)} ${arrow}`] : [];
  return [...name(rows.inner, '↓'), ...name(columns.inner, '→')].join('  ');
}

/** What a group of lines has in common; empty where nothing lies outside. */
export function groupLabel({ outer }: Side, value: number | null, language: Language): string {
  return outer && value !== null ? `${axisLabel(outer, language)} ${outer.labels[value]}` : '';
}

/** What became of the sweep, under the sheet. */
export function footer(job: Job, language: Language): string {
  const count = (state: string): number => job.cells.filter(cell => cell.state === state).length;
  const facts = {
    cells: job.cells.length,
    pictures: count('done'),
    failed: count('failed'),
    missing: job.cells.length - count('done') - count('failed'),
    picks: job.cells.filter(({ mark }) => mark?.flag === 'pick').length,
    job: job.id.slice(0, 8)
  };
  return say('sheet_footer', facts, language);
}

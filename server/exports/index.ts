/**
 * Exports: a format is one file of this folder and one line of this list. The route offers all of them, and so does the command
 * line's `sweep --out`.
 */
import { Fault } from '../../schema/fault';
import { nearest } from '../../language/names/nearest';
import { contactSheet } from './contact-sheet';
import { jobData } from './job-data';
import type { IExport } from './types';

export type * from './types';

export const exportFormats: readonly IExport[] = [contactSheet, jobData];

/** The export of a format; throws `export_unknown` with the formats there are. */
export function exportNamed(format: string): IExport {
  const found = exportFormats.find(each => each.format === format);
  if (!found) {
    const formats = exportFormats.map(each => each.format);
    throw new Fault('export_unknown', { format, formats, near: nearest(format, formats) });
  }
  return found;
}

import { makeSheet } from '../images/sheet';
import type { IExport } from './types';

/** All pictures in one, as the grid shows them, with the names of rows and columns. */
export const contactSheet: IExport = {
  format: 'png',
  mediaType: 'image/png',
  fileName: 'sheet.png',
  title: 'export_png',
  make: (job, { picture, language, pixelsMax }) => makeSheet(job, picture, language, pixelsMax)
};

import type { IExport } from './types';

/** The job as GET /v1/jobs/:id has it: every parameter, state and mark of every cell. */
export const jobData: IExport = {
  format: 'json',
  mediaType: 'application/json',
  fileName: 'sweep.json',
  title: 'export_json',
  make: async job => Buffer.from(`${JSON.stringify(job, null, 2)}\n`)
};

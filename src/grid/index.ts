import type { SweepPayload } from '../../schema/payload';
import { SweepGridWidget, type SweepGridOptions } from './grid-widget';

export { readPayload } from '../../schema/payload';
export { SweepGridWidget, type SweepGridOptions };

/** A grid of a job that the service has, or of a notebook's copy. */
export function createSweepGrid(
  options: SweepGridOptions & ({ jobId: string } | { payload: SweepPayload; trusted: boolean })
): SweepGridWidget {
  const { client, jobs, text, bridge, compare, views, habits } = options;
  const widget = new SweepGridWidget({ client, jobs, text, bridge, compare, views, habits });
  if ('jobId' in options) {
    widget.showJob(options.jobId);
  } else {
    widget.showPayload(options.payload, options.trusted);
  }
  return widget;
}

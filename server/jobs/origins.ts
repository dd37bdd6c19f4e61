import type { Origin } from '../../schema/wire';
import type { JobRecord } from '../store/job-record';

/** Who decided each parameter of a job's cells: its base says it of most, and an axis is always the user's. */
export function originsOf(job: JobRecord | null): Record<string, Origin> {
  const axes = job?.plan.axes.flatMap(({ params }) => params) ?? [];
  const own = axes.map(name => [
    /^variant_|^prompt_sr$/.test(name) ? 'prompt' : name === 'image' ? 'seed' : name,
    'user'
  ]);
  return { ...job?.plan.origins, ...(Object.fromEntries(own) as Record<string, Origin>) };
}

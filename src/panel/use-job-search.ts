import { useEffect, useState } from 'react';
import type { JobSummary } from '../../schema/wire';
import type { IDiffusionClient } from '../tokens';
import { readJobSearch } from './job-search';

/** While somebody types, the service isn't asked more often. */
const TYPING_MS = 200;
/** Jobs that are shown; who looks for one of more says more of it. */
const FOUND_MAX = 50;

export type FoundJobs = { jobs: readonly JobSummary[]; more: boolean; refused: string | null };

/**
 * The jobs that a text looks for, in all that the service keeps; null while nothing is looked for or found yet. They are looked for again when
 * `version` is another one.
 */
export function useJobSearch(
  client: Pick<IDiffusionClient, 'jobs'>,
  text: string,
  version: unknown
): FoundJobs | null {
  const [found, setFound] = useState<FoundJobs | null>(null);
  useEffect(() => {
    const search = readJobSearch(text);
    if (!search) {
      setFound(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      client.jobs(FOUND_MAX, undefined, search, stop.signal).then(
        ({ jobs, cursor }) => stop.signal.aborted || setFound({ jobs, more: cursor !== null, refused: null }),
        (reason: Error) => stop.signal.aborted || setFound({ jobs: [], more: false, refused: reason.message })
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [client, text, version]);
  return found;
}

import type { IClock } from '../clock';
import type { Finding } from '../finding';
import type { TimedFiles } from '../store/timed-files';

/** Seconds after which a disk that hasn't answered is told of, and in steps of which its silence grows, lest every look be news. */
const STEP_S = 5;

/** Tells of a disk that doesn't answer. */
export class SlowDisk {
  constructor(
    private readonly files: Pick<TimedFiles, 'oldest'>,
    private readonly clock: IClock
  ) {}

  /** What is asked of the disk and was not answered for a while; null when it answers. */
  finding(): Finding | null {
    const { oldest } = this.files;
    if (!oldest || oldest.age_s < STEP_S) {
      return null;
    }
    const age = Math.floor(oldest.age_s / STEP_S) * STEP_S;
    return {
      code: 'disk_slow',
      facts: { age },
      since: this.clock.now() - Math.round(oldest.age_s * 1e3),
      evidence: [{ code: 'evidence_call', facts: { call: oldest.call, age } }]
    };
  }
}

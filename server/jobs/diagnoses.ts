import { isOver } from '../../schema/states';
import type { IClock } from '../clock';
import type { EnginePool, IEngineLink } from '../engines';
import type { Finding } from '../finding';
import type { JobRecord } from '../store/job-record';
import type { JobStore } from '../store/job-store';
import type { DiskWait } from './disk-wait';
import type { FileWaits } from './file-waits';
import { jobNameOf } from './job-name';
import type { JobProgress } from './progress';
import type { SlowDisk } from './slow-disk';
import type { UnderWay } from './under-way';

export type DiagnosesOptions = {
  jobs: JobStore;
  pool: EnginePool;
  underWay: UnderWay;
  disk: DiskWait;
  slowDisk: SlowDisk;
  waits: FileWaits;
  progress: JobProgress;
  clock: IClock;
  /** What a watchdog says of an engine. */
  findingAt(link: IEngineLink): Finding | null;
};

/** What is happening to jobs and why, by the most serious cause. */
export class Diagnoses {
  constructor(private readonly options: DiagnosesOptions) {}

  /** Of one job; null when there is nothing to say. */
  of(job: JobRecord): Finding | null {
    const { waits, jobs } = this.options;
    if (isOver(job.state)) {
      return job.diagnosis;
    }
    return (
      this.ofDiskAnd(job) ??
      this.options.slowDisk.finding() ??
      this.ofEngines() ??
      waits.of(job.number) ??
      (jobs.paused ? this.made('queue_paused', {}) : null) ??
      (this.options.progress.isWaiting(job) ? this.ofQueue(job) : null) ??
      (job.state === 'running' ? this.ofDrawing(job) : null)
    );
  }

  /** What a watchdog says of the engines that draw, or are to. */
  ofDrawing(job?: JobRecord): Finding | null {
    const { underWay, pool, findingAt } = this.options;
    const links = job ? underWay.ofJob(job.number).map(({ link }) => link) : [];
    const findings = (links.length > 0 ? links : pool.links).flatMap(link => findingAt(link) ?? []);
    return findings.find(({ code }) => code === 'stalled') ?? findings[0] ?? null;
  }

  /** What the disk holds up; null when it takes everything. */
  ofDisk(): Pick<Finding, 'code' | 'facts' | 'since'> | null {
    const { since, refusal } = this.options.disk;
    if (since === null) {
      return null;
    }
    return refusal === null
      ? { code: 'disk_full', facts: {}, since }
      : { code: 'disk_failing', facts: { reason: refusal }, since };
  }

  private ofDiskAnd({ number, counts }: JobRecord): Finding | null {
    const finding = this.ofDisk();
    const holding = this.options.underWay.ofJob(number).filter(({ saving }) => saving).length;
    return (
      finding && {
        ...finding,
        evidence: [{ code: 'evidence_disk', facts: { waiting: counts.open, holding } }]
      }
    );
  }

  private ofEngines(): Finding | null {
    const { down } = this.options.pool;
    const exit = down?.lastExit;
    const evidence = exit && {
      code: 'evidence_exit' as const,
      facts: {
        how: exit.signal ?? `exit code ${exit.code}`,
        words: exit.stderr.trim().split('\n').pop()
      }
    };
    return (
      down && { ...this.made('engine_down', { times: down.failures }), evidence: evidence ? [evidence] : [] }
    );
  }

  private ofQueue(job: JobRecord): Finding | null {
    const wait = this.options.progress.wait(job);
    return (
      wait && {
        code: job.state === 'queued' ? 'waiting' : 'overtaken',
        facts: {
          name: jobNameOf(wait.first),
          jobs: wait.jobs,
          eta_s: wait.seconds ?? undefined
        },
        since: Date.parse(job.created),
        evidence: []
      }
    );
  }

  private made(code: Finding['code'], facts: Finding['facts']): Finding {
    return { code, facts, since: this.options.clock.now(), evidence: [] };
  }
}

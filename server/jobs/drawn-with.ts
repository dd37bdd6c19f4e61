import type { FaultData } from '../../schema/fault';
import type { CellFilesNow } from '../models/cell-weights';
import type { JobRecord } from '../store/job-store';

/** Which files the cells of a job were planned and drawn with: one that changed meanwhile makes two comparisons of one. */
export class DrawnWith {
  private readonly jobs = new Map<number, Map<string, string>>();

  /** What is to be said of a drawn cell's files: each that is another than the job's before, as long as it isn't said already. */
  note({ number, plan }: JobRecord, cell: number, identities: CellFilesNow['identities']): FaultData[] {
    const before = this.jobs.get(number) ?? new Map(Object.entries(plan.files ?? {}));
    this.jobs.set(number, before);
    const remarks: FaultData[] = [];
    for (const [file, identity] of Object.entries(identities)) {
      const name = file.slice(file.indexOf(' ') + 1);
      const known = before.get(file);
      const isSaid = plan.warnings.some(
        ({ code, facts }) => code === 'drawn_with_another' && facts.file === name
      );
      if (known !== undefined && known !== identity && !isSaid) {
        remarks.push({ code: 'drawn_with_another', facts: { file: name, cell } });
      }
      before.set(file, known ?? identity);
    }
    return remarks;
  }

  forget(job: number): void {
    this.jobs.delete(job);
  }
}

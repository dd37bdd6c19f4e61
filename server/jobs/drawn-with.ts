import type { FaultData } from '../../schema/fault';
import type { CellFilesNow } from '../models/cell-weights';
import type { CellRecord } from '../store/cell-store';
import type { JobRecord, JobStore } from '../store/job-store';
import type { Ledger } from './ledger';

/** Which files the cells of a job were planned and drawn with: one that changed meanwhile makes two comparisons of one. */
export class DrawnWith {
  private readonly jobs = new Map<number, Map<string, string>>();

  constructor(
    private readonly records: JobStore,
    private readonly ledger: Ledger
  ) {}

  /** Tells what is to be said of the files that a cell was drawn with. */
  noteDrawn({ job: number, position }: CellRecord, { identities }: Pick<CellFilesNow, 'identities'>): void {
    const job = this.records.byNumber(number);
    const remarks = job ? this.note(job, position + 1, identities) : [];
    remarks.forEach(remark => this.ledger.remark(number, remark));
  }

  /** What is to be said of a drawn cell's files: each that is another than the job's before, as long as it isn't said already. */
  private note(
    { number, plan }: JobRecord,
    cell: number,
    identities: CellFilesNow['identities']
  ): FaultData[] {
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

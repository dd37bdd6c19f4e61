import type { FilesUsed, NamedHash } from '../../language/infotext/write';
import type { FaultData } from '../../schema/fault';
import type { CellFilesNow } from '../models/cell-weights';
import type { JobRecord } from '../store/job-store';

/** Which files the cells of a job were planned and drawn with: one that changed meanwhile makes two comparisons of one. */
export class DrawnWith {
  private readonly jobs = new Map<number, Map<string, string>>();

  /** What is to be said of a drawn cell's files: each that is another than the job's before, as long as it isn't said already. */
  note({ number, plan }: JobRecord, cell: number, { model, files }: CellFilesNow['recipe']): FaultData[] {
    const before = this.jobs.get(number) ?? new Map(Object.entries(plan.files ?? {}));
    this.jobs.set(number, before);
    const remarks: FaultData[] = [];
    for (const [role, { name, sha256 }] of byRole(model, files)) {
      const key = `${role} ${name}`;
      const known = before.get(key);
      const isSaid = plan.warnings.some(
        ({ code, facts }) => code === 'drawn_with_another' && facts.file === name
      );
      if (known !== undefined && known !== sha256 && !isSaid) {
        remarks.push({ code: 'drawn_with_another', facts: { file: name, cell } });
      }
      before.set(key, known ?? sha256);
    }
    return remarks;
  }

  forget(job: number): void {
    this.jobs.delete(job);
  }
}

/** Files by the roles of `CellWeights.planned`: those of different kinds may share a name. */
function byRole(
  model: NamedHash,
  { loras = [], embeddings = [], ...single }: FilesUsed
): [string, NamedHash][] {
  return [
    ['model', model],
    ...Object.entries(single),
    ...loras.map((each): [string, NamedHash] => ['lora', each]),
    ...embeddings.map((each): [string, NamedHash] => ['embedding', each])
  ];
}

import type { FaultData } from '../../schema/fault';
import type { CellFilesNow } from '../models/cell-weights';
import type { StoredPlan } from '../sweep';
import type { CellRecord } from '../store/cell-store';

type Identities = CellFilesNow['identities'];

/**
 * What is to be said of the files of a cell that has its picture: each that is another than its job was planned or first drawn with, each
 * that was not planned with, and each that was and takes no part, once a job. `learned` are those that were not known before. What a
 * job was planned with is kept with it, so this holds over restarts and retries.
 */
export function drawnWith(
  { files = {}, embeddings = {}, warnings }: StoredPlan,
  { position, params }: Pick<CellRecord, 'position' | 'params'>,
  identities: Identities
): { remarks: FaultData[]; learned: Identities } {
  const checkpoints = [params.model, ...(params.refiner ? [params.refiner] : [])];
  const isPlanned = (name: string): boolean =>
    checkpoints.some(each => Object.hasOwn(embeddings, each) && embeddings[each].includes(name));
  const remarks: FaultData[] = [];
  const learned: Record<string, string> = {};
  for (const [key, identity] of Object.entries(identities)) {
    const at = key.indexOf(' ');
    const [role, file] = [key.slice(0, at), key.slice(at + 1)];
    const isNew = role === 'embedding' && !isPlanned(file);
    const known = isNew ? '' : Object.hasOwn(files, key) ? files[key] : undefined;
    const isSaid = warnings.some(
      ({ code, facts }) => code === 'drawn_with_another' && facts.file === file && facts.role === role
    );
    if (known === undefined) {
      learned[key] = identity;
    } else if (known !== identity && !isSaid) {
      const change = isNew ? 'added' : identity === '' ? 'left' : 'other';
      remarks.push({ code: 'drawn_with_another', facts: { role, file, change, cell: position + 1 } });
    }
  }
  return { remarks, learned };
}

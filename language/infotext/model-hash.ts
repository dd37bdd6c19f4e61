/** Checkpoints of pasted settings by their hash. */
import type { FaultData } from '../../schema/fault';
import { isPastedHash, usable, modelOfHash } from '../names/choices';
import { fileStem } from '../names/find-file';
import type { Draft } from '../cell/spec/draft';
import { placed, type Source } from '../cell/source';
import type { SweepContext } from '../cell/types';
import { meansParameter } from './keys';
import type { CellPair } from './line-pairs';
import { hashOfParam } from './told-hashes';

/** Finds the model of a hash that came without a name, and says where name and hash disagree. */
export function readModelHash(
  draft: Draft,
  pairs: readonly CellPair[],
  source: Source,
  context: SweepContext,
  warnings: FaultData[]
): void {
  const named = pairs.find(({ means }) => meansParameter(means, 'model'))?.value;
  const told = hashOfParam('model', pairs);
  if (!told) {
    return;
  }
  const { hash } = told;
  const where = source.where(told.pair.value.span);
  const { model: found, unread, old } = modelOfHash(hash, context);
  if (!named) {
    if (draft.has('model')) {
      return;
    }
    if (found) {
      draft.give('model', { value: placed(where, () => usable(found).name), where });
    } else {
      warnings.push({ code: 'model_hash_unknown', facts: { hash, unread, old: old ? 1 : 0 }, where });
    }
    return;
  }
  const given = draft.base.get('model');
  const model = context.models.find(({ kind, name }) => kind === 'checkpoint' && name === given?.value);
  if (!model || !named.value) {
    return;
  }
  if (found === model && fileStem(named.value) !== fileStem(model.name)) {
    const facts = { written: named.value, model: model.name };
    warnings.push({ code: 'model_by_hash', facts, where: source.where(named.span) });
  } else if (!found && isPastedHash(hash)) {
    const candidates = model.sha256 ? [] : [model.name];
    warnings.push({
      code: 'model_hash_differs',
      facts: { model: model.name, hash, candidates, unread },
      where
    });
  }
}

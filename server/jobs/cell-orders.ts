import type { DrawCell } from '../../engine/worker';
import type { InputPictures } from '../images/input-pictures';
import type { CellFilesNow, CellWeights } from '../models/cell-weights';
import { contentKey } from '../store/content-key';
import type { CellRecord } from '../store/cell-store';
import type { JobStore } from '../store/job-store';

/** What goes to the engine, with the content key and the recipe's files of the same bytes. */
export type CellOrder = {
  draw: DrawCell;
  key: string;
  recipe: ReturnType<CellFilesNow['recipe']>;
} & Pick<CellFilesNow, 'identities'>;

/** Makes a cell an order to the engine: where its files are and which state of them is meant, and the pixels it begins with. */
export class CellOrders {
  constructor(
    private readonly weights: CellWeights,
    private readonly pictures: InputPictures,
    private readonly jobs: JobStore
  ) {}

  /** Throws for a file or picture that is gone, and for files that can't be used now. */
  async order({ id, job, params }: Pick<CellRecord, 'id' | 'job' | 'params'>): Promise<CellOrder> {
    const pictures = await this.pictures.of(params);
    const { model, paths, stamps, hashes, recipe, identities } = await this.weights.now(
      params,
      this.jobs.byNumber(job)?.plan.embeddings
    );
    const files = { ...paths, ...(pictures && { pictures }) };
    const draw = { id, params, model, ...(Object.keys(files).length > 0 && { files }), stamps };
    return { draw, key: contentKey(params, hashes), recipe: recipe(), identities };
  }
}

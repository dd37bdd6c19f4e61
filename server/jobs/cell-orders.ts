import { hasCare, isCareAlone } from '../../schema/care';
import { Fault } from '../../schema/fault';
import type { CellParams } from '../../schema/wire';
import type { DrawCell } from '../../engine/worker';
import type { InputPictures } from '../images/input-pictures';
import type { CellFilesNow, CellWeights } from '../models/cell-weights';
import { contentKey, drawnKey } from '../store/content-key';
import type { CellRecord } from '../store/cell-store';
import type { JobStore } from '../store/job-store';
import type { PictureStore } from '../store/picture-store';

/** What goes to the engine, with the content key and the recipe's files of the same bytes. */
export type CellOrder = {
  draw: DrawCell;
  key: string;
  /** Of the picture before care, where there is care. */
  drawn: { key: string; image: string | null } | null;
  recipe: ReturnType<CellFilesNow['recipe']>;
} & Pick<CellFilesNow, 'identities'>;

type Asked = Pick<CellRecord, 'id' | 'job' | 'params'>;

/** Makes a cell an order to the engine: where its files are and which state of them is meant, and the pixels it begins with. */
export class CellOrders {
  constructor(
    private readonly weights: CellWeights,
    private readonly pictures: PictureStore,
    private readonly inputs: InputPictures,
    private readonly jobs: JobStore
  ) {}

  /**
   * Throws for a file or picture that is gone, and for files that can't be used now. A picture that was drawn before is only cared for,
   * unless all is to be done `anew`.
   */
  async order({ id, job, params }: Asked, anew = false): Promise<CellOrder> {
    if (isCareAlone(params)) {
      return this.careAlone(id, params);
    }
    const given = await this.inputs.of(params);
    const { model, paths, stamps, hashes, recipe, identities } = await this.weights.now(
      params,
      this.jobs.byNumber(job)?.plan.embeddings
    );
    const before = hasCare(params) ? drawnKey(params, hashes) : null;
    const record = before && !anew ? this.pictures.byKey(before) : null;
    const drawn = record && (await this.inputs.drawn(record.sha256));
    const files = { ...paths, ...(given && { pictures: given }), ...(drawn && { drawn }) };
    return {
      draw: {
        ...{ id, params, model: drawn ? null : model, stamps },
        ...(Object.keys(files).length > 0 && { files })
      },
      key: contentKey(params, hashes),
      drawn: before === null ? null : { key: before, image: drawn && record ? record.sha256 : null },
      recipe: recipe(),
      identities
    };
  }

  private async careAlone(id: string, params: CellParams): Promise<CellOrder> {
    const image = params.init_image ?? '';
    const drawn = await this.inputs.drawn(image);
    if (!drawn) {
      throw new Fault('picture_missing', { value: image.slice(0, 12), param: 'init_image' });
    }
    const { paths, stamps, hashes, recipe, identities } = await this.weights.now(params);
    return {
      draw: { id, params, model: null, stamps, files: { ...paths, drawn } },
      key: contentKey(params, hashes),
      drawn: null,
      recipe: recipe(),
      identities
    };
  }
}

import type { DrawCell } from '../../engine/worker';
import type { InputPictures } from '../images/input-pictures';
import type { CellWeights } from '../models/cell-weights';
import type { ModelRegistry } from '../models/registry';
import type { CellRecord } from '../store/cell-store';

/** Makes a cell an order to the engine: where its files are, and the pixels it begins with. */
export class CellOrders {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly files: CellWeights,
    private readonly pictures: InputPictures
  ) {}

  /** Throws for a file or picture that is gone. */
  async order({ id, params }: CellRecord): Promise<DrawCell> {
    const pictures = await this.pictures.of(params);
    const files = { ...this.files.paths(params), ...(pictures && { pictures }) };
    const order = { id, params, model: this.registry.file(params.model) };
    return Object.keys(files).length > 0 ? { ...order, files } : order;
  }
}

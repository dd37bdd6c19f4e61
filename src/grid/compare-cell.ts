/** A cell of the grid as a picture that is held against others. */
import type { ComparedPicture } from '../tokens';
import type { GridModel } from './grid-model';
import { cellTitle } from './names';
import type { CellView } from './sweep-state';

/** The picture of a cell as others take it; null while the service has none. */
export function comparedPicture({ options, snapshot }: GridModel, cell: CellView): ComparedPicture | null {
  const { id, image, mark, index, params } = cell;
  const { text, host } = options;
  const title = cellTitle(snapshot.sweep?.axes ?? [], index, text) || params.prompt;
  return image === null ? null : { image, cell: id, title, from: host.where(), mark, params };
}

export function letterOf({ options }: GridModel, { image }: CellView): string | null {
  return image === null ? null : (options.compare?.letterOf(image) ?? null);
}

/** Compares the picture of a cell, or no more, and says its letter. */
export function toggleCompared(model: GridModel, cell: CellView, action: string): void {
  const { compare, text } = model.options;
  const picture = comparedPicture(model, cell);
  const letter = picture && compare?.toggle(picture);
  if (letter === undefined || picture === null) {
    return;
  }
  model.briefly.done(
    action,
    letter === false
      ? text.say('compare_is_full')
      : letter === null
        ? text.say('compare_left')
        : text.say('compare_holds', { letter })
  );
}

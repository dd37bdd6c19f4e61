/** Where a person puts the axes of a sweep: along the sheet, within its cells, on sliders. */
import { assignAxis, swapLayout } from '../../../language/layout/choose-layout';
import type { LayoutWord } from '../../../language/names/sweep-words';
import type { Sheet } from '../sheet';
import type { View } from '../view';
import { withPlace, type PlaceName } from './places';

export type PlacingOptions = {
  view(): Pick<View, 'inside'>;
  sheet(): Pick<Sheet, 'layout'> | null;
  change(change: Partial<View>): void;
};

/** Each begins with the layout that is seen; without a sheet nothing happens. */
export class Placing {
  constructor(private readonly options: PlacingOptions) {}

  /** Puts an axis, or none, along a place of the sheet. */
  assign(place: LayoutWord, axis: string | null): void {
    const sheet = this.options.sheet();
    if (sheet) {
      this.options.change({ layout: assignAxis(sheet.layout, place, axis) });
    }
  }

  /** Puts an axis along a place of the sheet, within its cells, or on a slider. */
  place(place: PlaceName, axis: string): void {
    const sheet = this.options.sheet();
    if (sheet) {
      const { inside } = this.options.view();
      this.options.change(withPlace({ layout: sheet.layout, inside }, place, axis));
    }
  }

  /** An axis is being dragged to another place; null once it was let go. */
  drag(axis: string | null): void {
    this.options.change({ dragged: axis });
  }

  /** Rows become columns, and columns rows. */
  swap(): void {
    const sheet = this.options.sheet();
    if (sheet) {
      this.options.change({ layout: swapLayout(sheet.layout) });
    }
  }
}

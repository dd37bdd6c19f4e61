/** How large everything is drawn: the cells of the sheet, and the one picture of the other views. */
import { clampSize, stepSize } from './size';
import type { Sheet } from './sheet';
import type { View } from './view';

const ZOOM_STEP = 1.25;
const ZOOM_MIN = 0.1;
const ZOOM_MAX = 16;

export type SizingOptions = {
  view(): View;
  sheet(): Sheet | null;
  change(change: Partial<View>): void;
};

export class Sizing {
  constructor(private readonly options: SizingOptions) {}

  /** The room that the page gives: the grid's width, and the height its sheet may take. */
  setRoom(width: number, height: number): void {
    const room = { width: Math.round(width), height: Math.round(height) };
    // The height counts only with the width, so that a window made lower doesn't resize what is being looked at.
    if (room.width !== this.options.view().width) {
      this.options.change(room);
    }
  }

  /** The longer side of the largest cell, in pixels. */
  setSize(size: number): void {
    this.options.change({ size: clampSize(size), sizeBefore: undefined, fitWidth: false });
  }

  /** Makes the columns fill the width; the same once more leaves the size to the room again. */
  fitWidth(): void {
    const { fitWidth, size } = this.options.view();
    this.options.change({ fitWidth: !(fitWidth && size === null), size: null, sizeBefore: undefined });
  }

  /** Screen pixels for a picture's pixel, or as many as there is room for. */
  setZoom(zoom: 'fit' | number): void {
    this.options.change({ zoom: zoom === 'fit' ? zoom : Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, zoom)) });
  }

  /** A step from the zoom there is; `fitted` is what "fit" comes to. */
  stepZoom(direction: 1 | -1, fitted = 1): void {
    const { zoom } = this.options.view();
    const from = zoom === 'fit' ? fitted : zoom;
    this.setZoom(direction > 0 ? from * ZOOM_STEP : from / ZOOM_STEP);
  }

  /** One step larger or smaller: all cells, or the one picture. */
  resize(direction: 1 | -1): void {
    const sheet = this.options.sheet();
    if (this.options.view().mode !== 'grid') {
      this.stepZoom(direction);
    } else if (sheet) {
      this.setSize(stepSize(sheet.size, direction));
    }
  }

  /** A picture's pixel for a pixel of the screen, and back. */
  toggleActualSize(): void {
    const { mode, zoom, size, sizeBefore } = this.options.view();
    const sheet = this.options.sheet();
    if (mode !== 'grid') {
      this.setZoom(zoom === 1 ? 'fit' : 1);
    } else if (sizeBefore !== undefined) {
      this.options.change({ size: sizeBefore, sizeBefore: undefined });
    } else if (sheet) {
      const longer = Math.max(sheet.shape.width, sheet.shape.height);
      this.options.change({ size: clampSize(longer), sizeBefore: size });
    }
  }
}

/** The picture that the others of a grid are held against, and seeing it in their place. */
import type { IDiffusionText } from '../tokens';
import { cellTitle } from './names';
import type { CellView } from './sweep-state';
import type { GridSnapshot, View } from './view';

export type ReferenceOptions = {
  text: IDiffusionText;
  view(): Pick<View, 'reference' | 'blinking'>;
  snapshot(): Pick<GridSnapshot, 'sweep' | 'reference'>;
  change(change: Partial<View>): void;
  /** For people who can't see the grid. */
  say(words: string): void;
};

export class Reference {
  constructor(private readonly options: ReferenceOptions) {}

  /** What others are held against from now on; the same once more: the first that is drawn. */
  choose({ id }: Pick<CellView, 'id'>): void {
    this.options.change({ reference: this.options.view().reference === id ? null : id });
  }

  /** Shows the reference in the place of the cell in focus, as long as somebody wants to see it. */
  blink(blinking: boolean): void {
    if (blinking !== this.options.view().blinking) {
      const { sweep, reference } = this.options.snapshot();
      const cell = reference === null ? undefined : sweep?.cells[reference];
      if (blinking && sweep && cell) {
        const { text } = this.options;
        const name = cellTitle(sweep.axes, cell.index, text);
        const words = text.say('reference');
        this.options.say(name ? text.say('said_of_cell', { name: words, words: name }) : words);
      }
      this.options.change({ blinking });
    }
  }
}

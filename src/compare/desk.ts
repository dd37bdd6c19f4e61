/** The pictures that are compared as the rest of the page sees them, what is kept of them, and the one panel that shows them. */
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { Signal, type ISignal } from '@lumino/signaling';
import { labIcon } from '../icons/lab-icons';
import type { ComparedPicture, IDiffusionCompare } from '../tokens';
import type { CompareModel } from './compare-model';
import type { Intake } from './intake';
import { itemOf } from './tray';

type DeskOptions = {
  model: CompareModel;
  intake: Intake;
  /** Makes the panel. */
  make(): Promise<MainAreaWidget>;
  /** Puts it into the page. */
  place(widget: MainAreaWidget): void;
  activate(id: string): void;
};

export const COMPARE_ID = 'jupyterlab-diffusion-compare';

export class CompareDesk implements IDiffusionCompare {
  readonly tracker = new WidgetTracker<MainAreaWidget>({ namespace: COMPARE_ID });
  private readonly _changed = new Signal<this, void>(this);
  /** The panel on its way, so that two calls don't make two. */
  private making: Promise<MainAreaWidget> | null = null;

  constructor(private readonly options: DeskOptions) {
    const { model } = options;
    let tray = model.state.tray;
    model.store.subscribe(() => {
      const before = tray;
      tray = model.state.tray;
      const letters = (items: typeof tray): string => items.map(({ letter, key }) => letter + key).join();
      if (tray !== before && letters(tray) !== letters(before)) {
        this._changed.emit();
      }
    });
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get count(): number {
    return this.options.model.state.tray.length;
  }

  letterOf(image: string): string | null {
    return itemOf(this.options.model.state.tray, image)?.letter ?? null;
  }

  toggle(picture: ComparedPicture): string | null | false {
    const { model, intake } = this.options;
    const item = itemOf(model.state.tray, picture.image);
    if (item) {
      model.takeOut(item.letter);
      return null;
    }
    const letter = model.add(intake.stored(picture));
    if (letter === false) {
      // The sentence stands where a picture can be taken out.
      void this.open(true);
    }
    return letter;
  }

  async open(quietly = false): Promise<void> {
    const widget = this.tracker.find(() => true) ?? (await (this.making ??= this.makeOne()));
    if (!quietly || !widget.isVisible) {
      this.options.activate(widget.id);
    }
  }

  private async makeOne(): Promise<MainAreaWidget> {
    const widget = await this.options.make();
    widget.id = COMPARE_ID;
    widget.title.icon = labIcon('compare');
    widget.title.closable = true;
    await this.tracker.add(widget);
    this.options.place(widget);
    this.making = null;
    return widget;
  }
}

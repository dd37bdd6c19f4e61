/** What comes into the form from elsewhere: a cell, a text, a picture. */
import { isSweepCell } from '../../language/cell/editor';
import type { IDiffusionClient, IDiffusionFailure, INotebookBridge } from '../tokens';
import type { Store } from '../ui/store';
import { formOfPlan, setText, type Form } from './form';
import { refusalInWords, type GivenPicture, type Ungiven } from './given-picture';
import { PictureOffers } from './picture-offer';
import type { PanelState } from './state';
import type { Words } from './words';

export type IntakeOptions = {
  store: Store<PanelState>;
  client: IDiffusionClient;
  bridge: Pick<INotebookBridge, 'activeCellText'>;
  words: Words;
  edit(form: Form): void;
  /** Puts another form in place of this one, with a way back, and says what was done. */
  replace(form: Form, done: string): void;
  /** Does a thing that may be refused, and says so when it is. */
  attempt(work: () => Promise<void>): Promise<void>;
};

export class Intake {
  readonly offers: PictureOffers;

  constructor(private readonly options: IntakeOptions) {
    const { store, client, words, replace } = options;
    const { say } = words;
    this.offers = new PictureOffers({
      store,
      client,
      load: text => this.loadText(text, say('loaded_from_text')),
      refuse: what => this.refuse(what),
      replace: (form, { name, text }) =>
        replace(
          form,
          name !== null
            ? say('picture_applied_of', { name })
            : say(text === null ? 'picture_applied' : 'text_applied')
        )
    });
  }

  /** Fills the form from the notebook's active cell. */
  async loadFromCell(): Promise<void> {
    const { say } = this.options.words;
    const text = this.options.bridge.activeCellText();
    if (text === null || !isSweepCell(text)) {
      this.complain(say('not_a_sweep_cell', { magic: '%%sweep' }));
      return;
    }
    await this.loadText(text, say('loaded_from_cell'));
  }

  /** Fills the form from a cell's text, as the service reads it. */
  async loadText(text: string, done: string): Promise<void> {
    const { client, replace } = this.options;
    try {
      replace(formOfPlan(await client.plan({ text })), done);
    } catch (reason) {
      const { error } = reason as IDiffusionFailure;
      const at = error.where ? `${error.where.line}:${error.where.column} ` : '';
      this.complain(at + error.message);
    }
  }

  /** Gives the service a picture and puts it into a field. */
  async upload(field: string, picture: Blob): Promise<void> {
    const { store, client, edit, attempt } = this.options;
    store.set({ uploading: field });
    await attempt(async () => {
      const { image } = await client.upload(picture);
      edit(setText(store.state.form, field, image));
    });
    store.set({ uploading: null });
  }

  /** Shows what a given picture or text says, or why there is none. */
  async takePicture(given: Promise<GivenPicture>): Promise<void> {
    const { store } = this.options;
    // What was said of another that could not be read is over.
    if (store.state.note?.bad) {
      store.set({ note: null });
    }
    await this.options.attempt(() => this.offers.open(given));
  }

  /** Says why what is given can't be read, or was passed over. */
  refuse(what: Ungiven): void {
    this.complain(refusalInWords(what, this.options.words), what.refused !== 'others');
  }

  private complain(text: string, bad = true): void {
    this.options.store.set({ note: { text, bad, undo: null } });
  }
}

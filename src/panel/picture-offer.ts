/**
 * A picture or a text that was dropped, pasted or chosen: what it says of how a picture was made, and what taking that over would change.
 * Nothing changes before one says so.
 */
import type { PictureSettingsReply } from '../../schema/wire';
import { isSweepCell } from '../../language/cell/editor';
import type { IDiffusionClient, IDiffusionFailure } from '../tokens';
import { lastOnly } from '../ui/last-only';
import type { Store } from '../ui/store';
import type { Form } from './form';
import { givenText, isText, isTooLarge, type GivenPicture, type Ungiven } from './given-picture';
import { withoutPaste, type Paste } from './pasted-text';
import { changesOf, withChanges, withKept, type Change } from './picture-changes';
import type { PanelState } from './state';

export type PictureOffer = {
  /** What the file is called, where it has a name. */
  name: string | null;
  picture: Blob;
  /** The text that was given in place of a picture. */
  text: string | null;
  /** Where that text stands, for one that was pasted into a field. */
  paste: Paste | null;
  /** What the service read in it; null while it reads. */
  read: PictureSettingsReply | null;
  /** Why it could not. */
  failure: IDiffusionFailure | null;
  /** Names of the changes that are not wanted. */
  left: readonly string[];
};

export type Choice = 'all' | Change['kind'];

export type PictureOffersOptions = {
  store: Store<PanelState>;
  client: Pick<IDiffusionClient, 'pictureSettings'>;
  /** Fills the form from a cell's text. */
  load(text: string): Promise<void>;
  /** Puts another form in place of this one, with a way back. */
  replace(form: Form, offer: PictureOffer): void;
  /** Says why what is given can't be read. */
  refuse(what: Ungiven): void;
};

export class PictureOffers {
  private readonly changesIn = lastOnly(changesOf);
  private readonly without = lastOnly(withoutPaste);
  /** How many were given, and which of them was shown last. */
  private given = 0;
  private shown = 0;

  constructor(private readonly options: PictureOffersOptions) {}

  /**
   * Shows what a picture or text says; one that was given before what is shown never takes its place. A text that was pasted into a field
   * is offered only where it is more than words.
   */
  async open(given: GivenPicture | Promise<GivenPicture>): Promise<void> {
    const turn = ++this.given;
    const { picture, name, paste = null } = await given;
    if (isTooLarge(picture)) {
      return this.options.refuse({ refused: 'large' });
    }
    const text = isText(picture) ? await picture.text() : null;
    const offer: PictureOffer = { name, picture, text, paste, read: null, failure: null, left: [] };
    const isCell = text !== null && isSweepCell(text);
    if (isCell || !paste) {
      this.show(offer, turn);
    }
    if (isCell) {
      return;
    }
    const answer = await this.options.client.pictureSettings(picture).then(
      read => ({ read, failure: null }),
      (reason: IDiffusionFailure) => ({ read: null, failure: reason })
    );
    if (paste ? answer.read?.infotext : this.offer?.picture === picture) {
      this.show({ ...offer, ...answer }, turn);
    }
  }

  /** Shows what a text that stands in a field would set. */
  openText(text: string): Promise<void> {
    return this.open(givenText(text));
  }

  /** Loads the given text as the cell it is. */
  async loadCell(): Promise<void> {
    const text = this.offer?.text;
    this.dismiss();
    if (text) {
      await this.options.load(text);
    }
  }

  dismiss(): void {
    this.options.store.set({ offer: null });
  }

  /** What would change, and what the form says already. */
  changes(): readonly Change[] {
    const { plan, lists, offer } = this.options.store.state;
    return this.changesIn(
      offer?.read?.settings ?? {},
      this.before,
      plan.kind === 'ready' ? plan.plan : null,
      lists
    );
  }

  /** Those that are wanted at the moment. */
  wanted(): Change[] {
    const left = this.offer?.left ?? [];
    return this.choices().filter(({ name }) => !left.includes(name));
  }

  /** The changes to choose from. */
  choices(): Change[] {
    return this.changes().filter(({ same, kept }) => !same && !kept);
  }

  /** Wants, or does not want, one change. */
  toggle(name: string): void {
    const { offer } = this;
    if (offer) {
      const left = offer.left.includes(name)
        ? offer.left.filter(each => each !== name)
        : [...offer.left, name];
      this.options.store.set({ offer: { ...offer, left } });
    }
  }

  /** Wants all changes, or those of one kind. */
  choose(choice: Choice): void {
    const { offer } = this;
    if (offer) {
      const unwanted = this.changes().filter(({ kind }) => choice !== 'all' && kind !== choice);
      this.options.store.set({ offer: { ...offer, left: unwanted.map(({ name }) => name) } });
    }
  }

  /** Which of the choices the wanted changes are; null for a choice of one's own. */
  get choice(): Choice | null {
    const changing = this.choices();
    const wanted = new Set(this.wanted().map(({ name }) => name));
    const isChoice = (choice: Choice): boolean =>
      changing.every(({ name, kind }) => wanted.has(name) === (choice === 'all' || kind === choice));
    return (['all', 'prompt', 'setting'] as const).find(isChoice) ?? null;
  }

  /** Makes the wanted changes, in place of the text where that was pasted, and takes the offer away. */
  apply(): void {
    const { offer } = this;
    const wanted = this.wanted();
    if (offer && wanted.length > 0) {
      const form = withChanges(this.before, withKept(wanted, this.changes()));
      this.options.store.set({ offer: null });
      this.options.replace(form, offer);
    }
  }

  private show(offer: PictureOffer, turn: number): void {
    if (turn >= this.shown) {
      this.shown = turn;
      this.options.store.set({ offer });
    }
  }

  /** The form without the text that was pasted. */
  private get before(): Form {
    const { form, offer } = this.options.store.state;
    return offer?.paste ? this.without(form, offer.paste) : form;
  }

  private get offer(): PictureOffer | null {
    return this.options.store.state.offer;
  }
}

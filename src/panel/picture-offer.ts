/**
 * A picture that was dropped, pasted or chosen: what it says of how it was made, and what taking that over would change. Nothing changes
 * before one says so.
 */
import type { PictureSettingsReply } from '../../schema/wire';
import type { IDiffusionClient, IDiffusionFailure } from '../tokens';
import { lastOnly } from '../ui/last-only';
import type { Store } from '../ui/store';
import type { Form } from './form';
import { changesOf, withChanges, type Change } from './picture-changes';
import type { PanelState } from './state';

export type PictureOffer = {
  /** What the picture is called, where it has a name. */
  name: string | null;
  picture: Blob;
  /** What the service read in it; null while it reads. */
  read: PictureSettingsReply | null;
  /** Why it could not. */
  failure: string | null;
  /** Names of the changes that are not wanted. */
  left: readonly string[];
};

export type Choice = 'all' | Change['kind'];

export type PictureOffersOptions = {
  store: Store<PanelState>;
  client: Pick<IDiffusionClient, 'pictureSettings'>;
  /** Puts another form in place of this one, with a way back. */
  replace(form: Form, offer: PictureOffer): void;
};

export class PictureOffers {
  private readonly changesIn = lastOnly(changesOf);

  constructor(private readonly options: PictureOffersOptions) {}

  /** Shows what a picture says; the latest one given wins. */
  async open(picture: Blob, name: string | null): Promise<void> {
    const offer: PictureOffer = { name, picture, read: null, failure: null, left: [] };
    this.options.store.set({ offer });
    const answer = await this.options.client.pictureSettings(picture).then(
      read => ({ read }),
      (reason: IDiffusionFailure) => ({ failure: said(reason) })
    );
    if (this.offer?.picture === picture) {
      this.options.store.set({ offer: { ...offer, ...answer } });
    }
  }

  dismiss(): void {
    this.options.store.set({ offer: null });
  }

  /** What would change, and what the form says already. */
  changes(): readonly Change[] {
    const { form, plan, lists, offer } = this.options.store.state;
    return this.changesIn(offer?.read?.settings ?? {}, form, plan.kind === 'ready' ? plan.plan : null, lists);
  }

  /** The changes that are wanted at the moment. */
  wanted(): Change[] {
    const left = this.offer?.left ?? [];
    return this.changes().filter(({ name, same }) => !same && !left.includes(name));
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
    const changing = this.changes().filter(({ same }) => !same);
    const wanted = new Set(this.wanted().map(({ name }) => name));
    const isChoice = (choice: Choice): boolean =>
      changing.every(({ name, kind }) => wanted.has(name) === (choice === 'all' || kind === choice));
    return (['all', 'prompt', 'setting'] as const).find(isChoice) ?? null;
  }

  /** Makes the wanted changes and takes the offer away. */
  apply(): void {
    const { offer } = this;
    const wanted = this.wanted();
    if (offer && wanted.length > 0) {
      const form = withChanges(this.options.store.state.form, wanted);
      this.options.store.set({ offer: null });
      this.options.replace(form, offer);
    }
  }

  private get offer(): PictureOffer | null {
    return this.options.store.state.offer;
  }
}

function said({ error, message }: IDiffusionFailure): string {
  return [error?.message ?? message, error?.hint].filter(Boolean).join(' ');
}

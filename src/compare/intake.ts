/** Puts what is given into the tray: pictures of the service by their hashes, files as addresses of this page. */
import { UNMARKED } from '../../schema/unmarked';
import { UPLOAD_MAX_MB } from '../../schema/limits';
import type { ComparedPicture, IDiffusionClient, IDiffusionText } from '../tokens';
import { sentences } from '../ui/sentences';
import type { CompareModel } from './compare-model';
import type { Given } from './given';
import type { NewItem, Params, PictureKey } from './tray';

const SIZE_MAX = UPLOAD_MAX_MB * 2 ** 20;

type IntakeOptions = {
  model: CompareModel;
  client: Pick<IDiffusionClient, 'imageUrl' | 'pictureSettings'>;
  text: IDiffusionText;
  /** An address of this page for a picture. */
  addressOf(picture: Blob): string;
};

export class Intake {
  private files = 0;

  constructor(private readonly options: IntakeOptions) {}

  /** A picture of the service as the tray has it. */
  stored(picture: ComparedPicture): NewItem {
    return {
      ...picture,
      key: picture.image,
      params: (picture.params as Params | undefined) ?? null,
      url: this.options.client.imageUrl(picture.image, { format: 'png' })
    };
  }

  /** Takes all that are pictures, as far as there is room, and says what is not. */
  async take(given: readonly Given[]): Promise<void> {
    const { model, text } = this.options;
    model.putAwayNote();
    const others = given.flatMap(each => (each.kind === 'other' ? [each.name] : []));
    const problems = others.length > 0 ? [text.say('compare_not_a_picture', { names: others })] : [];
    for (const each of given) {
      if (each.kind === 'link') {
        problems.push(text.say('compare_link'));
      } else if (each.kind === 'stored') {
        model.add(this.stored(each.picture));
      } else if (each.kind === 'file') {
        problems.push(...(await this.takeFile(each.name, each.read)));
      }
    }
    if (problems.length > 0) {
      model.say(sentences(...problems, model.state.note?.text), true);
    }
  }

  /** Adds a file's picture; what is wrong with it. */
  private async takeFile(name: string, read: () => Promise<Blob>): Promise<string[]> {
    const { model, text } = this.options;
    const { host } = model.options;
    const picture = await read().catch(() => null);
    if (picture && picture.size > SIZE_MAX) {
      return [text.say('compare_too_large', { name, limit: UPLOAD_MAX_MB })];
    }
    const url = picture && this.options.addressOf(picture);
    if (!url || !(await host.decode(url).catch(() => null))) {
      return [text.say('compare_unreadable', { name })];
    }
    const key = `file-${++this.files}`;
    if (model.add({ key, image: null, cell: null, title: name, from: '', mark: UNMARKED, url }) === false) {
      host.revoke(url);
    } else {
      void this.readSettings(key, picture);
    }
    return [];
  }

  /** What a file says of how its picture was made; the picture itself stays here. */
  private async readSettings(key: PictureKey, picture: Blob): Promise<void> {
    const told = await this.options.client.pictureSettings(picture).catch(() => null);
    this.options.model.noteParams(key, (told?.settings ?? {}) as Params);
  }
}

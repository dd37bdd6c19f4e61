import type { DrawCell } from '../../engine/worker';
import type { CellParams } from '../../schema/wire';
import type { PictureFiles } from '../store/picture-files';
import { openPicture } from './sharp';
import { Fault } from '../../schema/fault';

type Given = NonNullable<NonNullable<DrawCell['files']>['pictures']>;
type Picture = Given[string];

/** Pixels kept decoded, so that the cells of a sweep share the picture they begin with. */
const PIXELS_KEPT = 2 ** 24;

/** The pixels of the pictures that cells begin with. */
export class InputPictures {
  /** The last used last. */
  private readonly kept = new Map<string, Promise<Picture>>();

  constructor(private readonly files: PictureFiles) {}

  /** The pictures a cell names, by their hashes; undefined when it names none. Throws `picture_missing`. */
  async of({ init_image, mask }: CellParams): Promise<Given | undefined> {
    const named = { init_image, mask };
    const given: Record<string, Picture> = {};
    for (const [param, hash] of Object.entries(named)) {
      if (hash) {
        given[hash] = await this.picture(hash, param);
      }
    }
    return Object.keys(given).length > 0 ? given : undefined;
  }

  /** The pixels of a stored picture that is cared for; null where its file is gone. */
  async drawn(hash: string): Promise<{ width: number; height: number; rgb: Uint8Array } | null> {
    const png = await this.files.get(hash);
    if (!png) {
      return null;
    }
    const { data, info } = await openPicture(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, rgb: data };
  }

  private picture(hash: string, param: string): Promise<Picture> {
    const reading = this.kept.get(hash) ?? this.read(hash, param);
    this.kept.delete(hash);
    this.kept.set(hash, reading);
    reading.then(
      () => this.forgetOld(),
      () => this.kept.delete(hash)
    );
    return reading;
  }

  private async read(hash: string, param: string): Promise<Picture> {
    const png = await this.files.get(hash);
    if (!png) {
      throw new Fault('picture_missing', { value: hash.slice(0, 12), param });
    }
    const { data, info } = await openPicture(png).raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels: info.channels as Picture['channels'], data };
  }

  private async forgetOld(): Promise<void> {
    let pixels = 0;
    for (const [hash, reading] of [...this.kept].reverse()) {
      const picture = await reading.catch(() => null);
      pixels += picture ? picture.width * picture.height : 0;
      if (pixels > PIXELS_KEPT && hash !== [...this.kept.keys()].at(-1)) {
        this.kept.delete(hash);
      }
    }
  }
}

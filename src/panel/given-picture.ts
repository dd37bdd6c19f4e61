/** The picture in what is dropped or pasted: a file, a picture of a grid, or a file of Lab's file browser. */
import type { MimeData } from '@lumino/coreutils';
import type { IDiffusionClient } from '../tokens';

export type GivenPicture = { picture: Blob; name: string | null };

export type PictureSources = {
  client: Pick<IDiffusionClient, 'picture'>;
  /** The bytes of a file in Lab's file browser. */
  readFile(path: string): Promise<Blob>;
};

/** Where the service keeps a picture, whatever Lab's own address is. */
const STORED = /\/v1\/images\/([0-9a-f]{64})(?![0-9a-f])/;
const LAB_PATHS = 'application/x-jupyter-icontents';
const PICTURE_NAME = /\.(png|jpe?g|webp)$/i;
const LINKS = 'text/uri-list';

/** Whether a drag over the page may hold a picture: what it holds is not told before it is dropped. */
export function mayHoldPicture({ types }: DataTransfer): boolean {
  return types.includes('Files') || types.includes(LINKS);
}

/**
 * The picture of a drop or a paste, or null when there is none. One of a grid is asked of the service, for what a browser drags is the
 * small copy on the page.
 */
export function pictureIn(data: DataTransfer, { client }: PictureSources): Promise<GivenPicture> | null {
  const [, hash] = STORED.exec(data.getData(LINKS)) ?? [];
  if (hash) {
    return client.picture(hash).then(picture => ({ picture, name: null }));
  }
  const files = [...data.files];
  const file =
    files.find(({ type }) => type.startsWith('image/')) ?? files.find(({ name }) => PICTURE_NAME.test(name));
  return file ? Promise.resolve({ picture: file, name: file.name }) : null;
}

/** The path of the picture that is dragged from Lab's file browser, or null. */
export function labPictureIn(data: Pick<MimeData, 'getData'>): string | null {
  const paths = data.getData(LAB_PATHS) as unknown;
  return Array.isArray(paths)
    ? (paths.filter(each => PICTURE_NAME.test(String(each))).map(String)[0] ?? null)
    : null;
}

/** A paste of text and picture is a text where one can write. */
export function isTextPaste({ clipboardData, target }: ClipboardEvent): boolean {
  const writes = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
  return writes && (clipboardData?.getData('text/plain') ?? '') !== '';
}

/** Lets a person choose a picture among their files. */
export function choosePicture(take: (given: GivenPicture) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = 'image/png,image/jpeg,image/webp';
  input.onchange = () => {
    const file = input.files?.[0];
    if (file) {
      take({ picture: file, name: file.name });
    }
  };
  input.click();
}

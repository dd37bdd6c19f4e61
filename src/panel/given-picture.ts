/** The picture or text in what is dropped or pasted: a file, a picture of a grid, or a file of Lab's file browser. */
import type { MimeData } from '@lumino/coreutils';
import { UPLOAD_MAX_MB } from '../../schema/limits';
import type { IDiffusionClient } from '../tokens';
import type { Paste } from './pasted-text';
import type { Words } from './words';

/** `picture` may be a text that somebody saved beside one; `paste` is where it stands already, for one that was pasted into a field. */
export type GivenPicture = { picture: Blob; name: string | null; paste?: Paste };
/** What is given and holds neither, is too large to be read, or lies beside the one that is taken. */
export type Ungiven =
  | { refused: 'link' | 'large' }
  | { refused: 'file' | 'picture'; name: string }
  | { refused: 'others'; name: string; others: readonly string[] };

export type PictureSources = {
  client: Pick<IDiffusionClient, 'picture'>;
  /** The bytes of a file in Lab's file browser. */
  readFile(path: string): Promise<Blob>;
};

/** Where the service keeps a picture, whatever Lab's own address is. */
const STORED = /\/v1\/images\/([0-9a-f]{64})(?![0-9a-f])/;
const LAB_PATHS = 'application/x-jupyter-icontents';
/** Bytes that the service reads of a picture or text. */
const SIZE_MAX = UPLOAD_MAX_MB * 2 ** 20;
const PICTURE_NAME = /\.(png|jpe?g|webp)$/i;
const TEXT_KINDS = ['txt', 'json', 'md', 'yaml', 'csv', 'log'];
const TEXT_NAME = /\.(txt|json|md|ya?ml|csv|log)$/i;
/** The kinds of files that are read, as people call them. */
const FILE_KINDS: readonly string[] = ['PNG', 'JPEG', 'WebP', ...TEXT_KINDS.map(each => each.toUpperCase())];
const TEXT = 'text/plain';
/** A text that is an address and nothing else. */
const ADDRESS = /^\s*(?:https?|file|blob|data):\S+\s*$/i;
const LINKS = 'text/uri-list';

/** Whether a drag over the page may hold a picture or a text: what it holds is not told before it is dropped. */
export function mayHoldPicture({ types }: DataTransfer): boolean {
  return types.includes('Files') || types.includes(LINKS) || types.includes(TEXT);
}

/** A text as something that is given, and where it stands. */
export function givenText(text: string, name: string | null = null, paste?: Paste): GivenPicture {
  return { picture: new Blob([text], { type: TEXT }), name, paste };
}

/** Whether more is given than the service reads. */
export function isTooLarge({ size }: Pick<Blob, 'size'>): boolean {
  return size > SIZE_MAX;
}

/** Whether what is given is a text. */
export function isText({ type }: Blob): boolean {
  return type.startsWith('text/');
}

/**
 * The picture of a drop or a paste, or null when there is none. One of a grid is asked of the service, for what a browser drags is the
 * small copy on the page.
 */
export function pictureIn(
  data: DataTransfer,
  { client }: PictureSources
): Promise<GivenPicture> | Ungiven | null {
  const [, hash] = STORED.exec(data.getData(LINKS)) ?? [];
  if (hash) {
    return client.picture(hash).then(picture => ({ picture, name: null }));
  }
  const files = [...data.files];
  const { file, written } = usableIn(files);
  const text = data.getData(TEXT);
  if (file) {
    return Promise.resolve({ picture: file, name: file.name });
  }
  if (written) {
    return Promise.resolve({ picture: asText(written), name: written.name });
  }
  if (files.length > 0) {
    return { refused: 'file', name: files[0].name };
  }
  if (data.getData(LINKS) !== '' || ADDRESS.test(text)) {
    return { refused: 'link' };
  }
  return text.trim() === '' ? null : Promise.resolve(givenText(text));
}

/** The picture among files, and the text that was saved beside one. */
function usableIn(files: readonly File[]): { file?: File; written?: File } {
  return {
    file:
      files.find(({ type }) => type.startsWith('image/')) ??
      files.find(({ name }) => PICTURE_NAME.test(name)),
    written: files.find(({ type, name }) => type === TEXT || TEXT_NAME.test(name))
  };
}

/** The files that are passed over because one is taken, or null when there are none. */
export function othersIn(data: DataTransfer): Ungiven | null {
  const files = [...data.files];
  const { file, written } = usableIn(files);
  const taken = STORED.test(data.getData(LINKS)) ? undefined : (file ?? written);
  const others = files.filter(each => each !== taken).map(({ name }) => name);
  return taken && others.length > 0 ? { refused: 'others', name: taken.name, others } : null;
}

function asText(file: Blob): Blob {
  return file.slice(0, file.size, TEXT);
}

type LabDrag = Pick<MimeData, 'getData'>;

/** The paths that are dragged from Lab's file browser. */
export function labPathsIn(data: LabDrag): string[] {
  const paths = data.getData(LAB_PATHS) as unknown;
  return Array.isArray(paths) ? paths.map(String) : [];
}

/** The path of the picture or text that is dragged from Lab's file browser, or null. */
export function labPictureIn(data: LabDrag): string | null {
  return labPathsIn(data).find(each => PICTURE_NAME.test(each) || TEXT_NAME.test(each)) ?? null;
}

/** The files of Lab's file browser that are passed over because one is taken, or null when there are none. */
export function labOthersIn(data: LabDrag): Ungiven | null {
  const taken = labPictureIn(data);
  const others = labPathsIn(data).filter(each => each !== taken);
  return taken !== null && others.length > 0
    ? { refused: 'others', name: nameOf(taken), others: others.map(nameOf) }
    : null;
}

/** What a file is called, without the folders it lies in. */
export function nameOf(path: string): string {
  return path.split('/').pop() ?? path;
}

/** A file of Lab's file browser as what is given. */
export async function labFile(path: string, { readFile }: PictureSources): Promise<GivenPicture> {
  const file = await readFile(path);
  return { picture: TEXT_NAME.test(path) ? asText(file) : file, name: nameOf(path) };
}

/** Why what is given can't be read, or was passed over. */
export function refusalInWords(what: Ungiven, { say }: Pick<Words, 'say'>): string {
  switch (what.refused) {
    case 'link':
      return say('link_given');
    case 'large':
      return say('picture_too_large', { limit: UPLOAD_MAX_MB });
    case 'picture':
      return say('no_picture_given');
    case 'others':
      return say('others_given', { name: what.name, others: what.others });
    case 'file':
      return say('no_picture_named', { name: what.name, kinds: FILE_KINDS });
  }
}

/** Lets a person choose a picture among their files. */
export function choosePicture(take: (given: GivenPicture) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = [
    'image/png',
    'image/jpeg',
    'image/webp',
    ...TEXT_KINDS.map(each => `.${each}`),
    '.yml'
  ].join();
  input.onchange = () => {
    const file = input.files?.[0];
    if (file) {
      take({ picture: TEXT_NAME.test(file.name) ? asText(file) : file, name: file.name });
    }
  };
  input.click();
}

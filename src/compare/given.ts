/** What is dropped on the panel: pictures of grids here, files of the desktop, files of Lab's file browser; and what is none of these. */
import { UNMARKED } from '../../schema/unmarked';
import type { MimeData } from '@lumino/coreutils';
import { COMPARED_MIME, type ComparedPicture } from '../tokens';
import type { Mark } from '../../schema/wire';

export type Given =
  | { kind: 'stored'; picture: ComparedPicture }
  | { kind: 'file'; name: string; read(): Promise<Blob> }
  | { kind: 'other'; name: string }
  | { kind: 'link' };

const LINKS = 'text/uri-list';
const LAB_PATHS = 'application/x-jupyter-icontents';
/** Where the service keeps a picture, whatever Lab's own address is. */
const STORED = /\/v1\/images\/([0-9a-f]{64})(?![0-9a-f])/g;
const HASH = /^[0-9a-f]{64}$/;
const CELL = /^[\w.-]{1,128}$/;
const PICTURE_NAME = /\.(png|jpe?g|webp)$/i;
const PICTURE_TYPE = /^image\/(png|jpeg|webp)$/;
const TEXT_MAX = 300;

/** Whether a drag over the page may hold a picture: what it holds is not told before it is dropped. */
export function mayHoldPicture({ types }: Pick<DataTransfer, 'types'>): boolean {
  return types.includes('Files') || types.includes(LINKS);
}

/** Everything in a drop, in its order. */
export function givenIn(data: Pick<DataTransfer, 'getData' | 'files'>): Given[] {
  const told = toldPicture(data.getData(COMPARED_MIME));
  if (told) {
    return [{ kind: 'stored', picture: told }];
  }
  const links = data.getData(LINKS);
  const stored = [...new Set([...links.matchAll(STORED)].map(([, hash]) => hash))];
  if (stored.length > 0) {
    return stored.map(image => ({ kind: 'stored', picture: pictureOf(image) }));
  }
  const files = [...data.files].map(fileGiven);
  return files.length > 0 ? files : links === '' ? [] : [{ kind: 'link' }];
}

export function fileGiven(file: File): Given {
  const { name, type } = file;
  return PICTURE_TYPE.test(type) || (type === '' && PICTURE_NAME.test(name))
    ? { kind: 'file', name, read: () => Promise.resolve(file) }
    : { kind: 'other', name };
}

/** The files dragged from Lab's file browser; null for any other drag of Lab's. */
export function labFilesIn(
  data: Pick<MimeData, 'getData'>,
  read: (path: string) => Promise<Blob>
): Given[] | null {
  const paths = data.getData(LAB_PATHS) as unknown;
  return Array.isArray(paths)
    ? paths.map(String).map(path => {
        const name = path.split('/').pop() ?? path;
        return PICTURE_NAME.test(path)
          ? { kind: 'file', name, read: () => read(path) }
          : { kind: 'other', name };
      })
    : null;
}

/** A picture of the service of which no more than its hash is known. */
export function pictureOf(image: string): ComparedPicture {
  return { image, cell: null, title: image.slice(0, 8), from: '', mark: UNMARKED };
}

/** What a grid, or what was kept, says of a picture; null for what is none. It may come from another page, so all of it is checked. */
export function readPicture(value: unknown): ComparedPicture | null {
  const { image, cell, title, from, mark } = asRecord(value);
  if (typeof image !== 'string' || !HASH.test(image)) {
    return null;
  }
  const bare = pictureOf(image);
  return {
    image,
    cell: typeof cell === 'string' && CELL.test(cell) ? cell : null,
    title: asText(title) || bare.title,
    from: asText(from),
    mark: readMark(mark)
  };
}

function toldPicture(json: string): ComparedPicture | null {
  try {
    return json === '' ? null : readPicture(JSON.parse(json));
  } catch {
    return null;
  }
}

function readMark(value: unknown): Mark {
  const { rating, flag, tags } = asRecord(value);
  return {
    rating: typeof rating === 'number' && rating >= 1 && rating <= 5 ? Math.round(rating) : null,
    flag: flag === 'pick' || flag === 'reject' ? flag : null,
    tags: Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : []
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, TEXT_MAX) : '';
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

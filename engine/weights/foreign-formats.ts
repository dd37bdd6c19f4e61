import { Fault } from '../../schema/fault';

/** What sites send in place of a file, by how it begins: the file itself has to be fetched again. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^version https:\/\/git-lfs/, 'is_lfs_pointer'],
  [/^\s*<(!doctype|html|head|\?xml|!--)/i, 'is_web_page'],
  [/^\s*[[{]["\s{}\]]/, 'is_json']
];

/** Sound files of other formats, which no download makes another, in hexadecimal digits: gzip, 7z, rar, bzip2, xz, zstd; PNG, JPEG, GIF. */
const BYTES: readonly (readonly [RegExp, string])[] = [
  [/^(1f8b|377abcaf|52617221|425a68|fd377a58|28b52ffd)/, 'is_archive'],
  [/^(89504e47|ffd8ff|47494638)/, 'is_picture'],
  [/^47475546/, 'is_gguf'],
  [/^89484446/, 'is_hdf5']
];

/** Why a file that begins so is no file of weights that is read; undefined for what nothing tells. */
export function foreignFormat(head: Buffer, file: string): Fault | undefined {
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  const bytes = head.toString('hex', 0, 8);
  const reasonIn = (formats: typeof TEXTS, begins: string): string | undefined =>
    formats.find(([pattern]) => pattern.test(begins))?.[1];
  const sent = reasonIn(TEXTS, text);
  const other = reasonIn(BYTES, bytes);
  return sent
    ? new Fault('model_corrupt', { file, reason: sent })
    : other
      ? new Fault('model_unsupported', { file, reason: other })
      : undefined;
}

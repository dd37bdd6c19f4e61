/** Formats that stand under the names of models by mistake, by how they begin, as a reason of `model_corrupt`. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^version https:\/\/git-lfs/, 'is_lfs_pointer'],
  [/^\s*<(!doctype|html|head|\?xml|!--)/i, 'is_web_page'],
  [/^\s*[[{]["\s{}\]]/, 'is_json']
];

/** In hexadecimal digits: gzip, 7z, rar, bzip2, xz, zstd; PNG, JPEG, GIF. */
const BYTES: readonly (readonly [RegExp, string])[] = [
  [/^(1f8b|377abcaf|52617221|425a68|fd377a58|28b52ffd)/, 'is_archive'],
  [/^(89504e47|ffd8ff|47494638)/, 'is_picture'],
  [/^47475546/, 'is_gguf'],
  [/^89484446/, 'is_hdf5']
];

/** What a file is that is no file of weights, by how it begins; undefined for what nothing tells. */
export function foreignFormat(head: Buffer): string | undefined {
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  const bytes = head.toString('hex', 0, 8);
  const found = TEXTS.find(([begins]) => begins.test(text)) ?? BYTES.find(([begins]) => begins.test(bytes));
  return found?.[1];
}

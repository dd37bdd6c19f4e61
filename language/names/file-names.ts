/** Files of weights by the names that people and other programs write. */

/**
 * The one of `names` that is meant: as listed, else whatever its case and with blanks, `_` and `-` alike, else by its stem, as A1111
 * shows it ("name.safetensors [1234abcd]"). Undefined when none is.
 */
export function findFileName(written: string, names: readonly string[]): string | undefined {
  const wanted = alike(written);
  const stem = fileStem(written);
  return (
    names.find(name => name === written) ??
    names.find(name => alike(name) === wanted) ??
    names.find(name => fileStem(name) === stem)
  );
}

/** A file's name without folder, hash and extension, in lower case, blanks and `-` as `_`. */
export function fileStem(name: string): string {
  const bare = name.replace(/ \[[0-9a-f]{8,10}\]$/i, '').replace(/\.(safetensors|ckpt)$/i, '');
  return alike(bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1));
}

/** Unlike choices, files keep their separators: `style-2` and `style2` are two. */
function alike(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

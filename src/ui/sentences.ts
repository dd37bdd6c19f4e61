/** Sentences one behind the other, those that aren't there left out: a blank between them, none behind a full-width stop. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.reduce<string>((text, part = '') => {
    const gap = text === '' || part === '' || /[。！？；：]$/.test(text) ? '' : ' ';
    return text + gap + part;
  }, '');
}

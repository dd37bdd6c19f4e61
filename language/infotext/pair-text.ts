/**
 * A pair as A1111 writes it: the value as JSON where a comma, a colon or a line break stands in it. Civitai finds its own lists only
 * where they are not quoted.
 */
export function pairText(key: string, value: string): string {
  const isBare = !/[,:\n]/.test(value) || (key.startsWith('Civitai ') && /^[[{].*[\]}]$/.test(value));
  return `${key}: ${isBare ? value : JSON.stringify(value)}`;
}

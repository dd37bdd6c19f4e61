import type { PictureText } from '../../../language/infotext/foreign';
import { guessText } from './decode';
import type { Room } from './room';
import { own } from '../../../schema/own';

/** Properties that writers put settings into (XMP specification, parts 1 and 2), whatever prefix they gave its namespace. */
const PROPERTIES = ['UserComment', 'description', 'ImageDescription', 'parameters', 'title', 'CreatorTool'];
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The texts of an XMP packet: attributes, plain elements, and the first of several languages. It is looked through rather than parsed,
 * for a packet that is no well-formed XML still holds what somebody wrote.
 */
export function xmpTexts(packet: Buffer, room: Room): PictureText[] {
  if (!room.takes(packet.length, 'XMP')) {
    return [];
  }
  const xml = guessText(packet);
  return PROPERTIES.flatMap(name =>
    [attribute(xml, name), element(xml, name)]
      .filter((found): found is string => found !== null && found.trim() !== '')
      .map(text => ({ key: name, text }))
  );
}

function attribute(xml: string, name: string): string | null {
  const opening = new RegExp(`[\\s:]${name}\\s*=\\s*(["'])`).exec(xml);
  const start = opening ? opening.index + opening[0].length : 0;
  const end = opening ? xml.indexOf(opening[1], start) : -1;
  return end < 0 ? null : unescaped(xml.slice(start, end));
}

function element(xml: string, name: string): string | null {
  const opening = new RegExp(`<((?:[\\w.-]+:)?${name})(?=[\\s>])[^<>]*(?<!/)>`).exec(xml);
  const start = opening ? opening.index + opening[0].length : 0;
  const end = opening ? xml.indexOf(`</${opening[1]}`, start) : -1;
  return end < 0 ? null : unescaped(firstItem(xml.slice(start, end)));
}

/** What stands in the first item of an rdf:Alt, or the whole where there are no items. */
function firstItem(content: string): string {
  const item = /<(?:[\w.-]+:)?li(?=[\s>])[^<>]*>/.exec(content);
  const start = item ? item.index + item[0].length : 0;
  const end = content.indexOf('</', start);
  return item && end >= 0 ? content.slice(start, end) : content;
}

function unescaped(text: string): string {
  const cdata = /^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/.exec(text);
  return cdata ? cdata[1] : text.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, character);
}

function character(entity: string, name: string): string {
  const code = /^#x/i.test(name)
    ? parseInt(name.slice(2), 16)
    : name.startsWith('#')
      ? Number(name.slice(1))
      : null;
  return code === null
    ? (own(ENTITIES, name) ?? entity)
    : code <= 0x10ffff
      ? String.fromCodePoint(code)
      : entity;
}

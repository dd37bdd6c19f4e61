/** Draw Things: JSON in the user comment, of the Exif block or within XMP. */
import { jsonIn, leftIn, listIn, objectIn, textIn } from './json';
import type { Reader } from './types';
import { stem } from './written';

/** Draw Things names its converted files by what they hold: `name_f16.ckpt`. */
export const fileName = (name: unknown): string => stem(textIn(name)).replace(/_(?:f16|f32|q\dp|q8p)$/, '');

/** What is read below; `v2` says all of it again, and what was off, too. */
const KNOWN =
  /^(?:c|uc|steps|sampler|scale|seed|size|model|clip_skip|v2|strength|seed_mode|shift|lora|control|refiner|upscaler|profile|date|version|batch_.*|mask_blur.*|preserve_.*|sharpness|aesthetic_score|negative_aesthetic_score|.*_original_.*|crop_.*|target_.*|tiled_.*|hires_fix.*)$/;

export const drawThings: Reader = texts => {
  const json = jsonIn(
    [...texts, ...texts.map(xmpComment)],
    each => 'c' in each && 'sampler' in each && 'scale' in each
  );
  if (!json) {
    return null;
  }
  const left = leftIn(json, KNOWN);
  const clipSkip = json.clip_skip ?? objectIn(json.v2)?.clipSkip;
  return {
    writer: 'Draw Things',
    prompt: textIn(json.c),
    negative: textIn(json.uc),
    loras: listIn(json.lora).map(each => {
      const { model, weight } = objectIn(each) ?? {};
      return { name: fileName(model), weight: textIn(weight) || 1 };
    }),
    pairs: [
      ['Steps', json.steps],
      ['Sampler', json.sampler],
      ['CFG scale', json.scale],
      ['Seed', json.seed],
      ['Size', json.size],
      ['Model', fileName(json.model)],
      ['Clip skip', clipSkip],
      ['Denoising strength', Number(json.strength) < 1 ? json.strength : undefined],
      ['RNG', textIn(json.seed_mode) === 'Nvidia GPU Compatible' ? 'NV' : 'CPU'],
      ['Seed mode', json.seed_mode],
      ['Shift', json.shift],
      ...left.pairs
    ],
    unused: [
      ...['control', 'refiner', 'upscaler', 'hires_fix'].filter(key =>
        Array.isArray(json[key]) ? json[key].length > 0 : json[key]
      ),
      ...left.names
    ]
  };
};

/** The user comment within an XMP packet. */
function xmpComment({ key, text }: { key: string; text: string }): { key: string; text: string } {
  const start = text.indexOf('<exif:UserComment>');
  const end = start < 0 ? -1 : text.indexOf('</exif:UserComment>', start);
  const comment = text.slice(start, Math.max(start, end));
  const found = comment.slice(Math.max(0, comment.indexOf('{')), comment.lastIndexOf('}') + 1);
  const marks: Readonly<Record<string, string>> = {
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    amp: '&',
    '#xA': '\n',
    '#10': '\n'
  };
  return {
    key,
    text: found.replace(/&(lt|gt|quot|apos|amp|#xA|#10);/g, (_, name: string) => marks[name])
  };
}

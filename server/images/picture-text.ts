/** What a picture says of how it was made, whatever program wrote it. */
import { userComment } from './exif';
import { buildInfotext, type InfotextPair } from '../../language/infotext/write';
import { pngTexts } from './png-text';
import { openPicture } from './sharp';

/** Longer texts are of no use to anybody. */
const LENGTH_MAX = 1_000_000;

/**
 * A1111's infotext of a PNG (`parameters`), JPEG or WebP (Exif user comment) or of a NovelAI picture, in A1111's words; null when
 * there is none. The text is what somebody wrote: nothing of it is believed or run.
 */
export async function readPictureText(bytes: Buffer): Promise<string | null> {
  const texts = pngTexts(bytes);
  const textOf = (keyword: string): string | undefined => texts.find(each => each.keyword === keyword)?.text;
  const text = textOf('parameters') ?? novelAi(textOf) ?? (texts.length > 0 ? null : await commentOf(bytes));
  return text !== null && text.trim() !== '' && text.length <= LENGTH_MAX ? text : null;
}

async function commentOf(bytes: Buffer): Promise<string | null> {
  const { exif } = await openPicture(bytes).metadata();
  return exif ? userComment(exif) : null;
}

/** NovelAI's samplers by A1111's names; what is not here is as A1111 reads it, Euler a. */
const SAMPLERS: Readonly<Record<string, string>> = {
  k_euler: 'Euler',
  k_euler_ancestral: 'Euler a',
  k_heun: 'Heun',
  k_dpm_2: 'DPM2',
  k_dpm_2_ancestral: 'DPM2 a',
  k_dpmpp_2m: 'DPM++ 2M',
  k_dpmpp_2s_ancestral: 'DPM++ 2S a',
  k_dpmpp_sde: 'DPM++ SDE',
  k_lms: 'LMS',
  ddim: 'DDIM',
  plms: 'PLMS'
};

/** The legacy form: the prompt in `Description`, the rest as JSON in `Comment`. NovelAI draws with clip skip 2 and ENSD 31337. */
function novelAi(textOf: (keyword: string) => string | undefined): string | null {
  const comment = textOf('Comment');
  if (textOf('Software') !== 'NovelAI' || comment === undefined) {
    return null;
  }
  try {
    const { steps, sampler, seed, scale, uc, width, height } = JSON.parse(comment) as Record<string, unknown>;
    const pairs: [string, unknown][] = [
      ['Steps', steps],
      ['Sampler', SAMPLERS[String(sampler)] ?? 'Euler a'],
      ['CFG scale', scale],
      ['Seed', seed],
      ['Size', typeof width === 'number' && typeof height === 'number' ? `${width}x${height}` : undefined],
      ['Clip skip', 2],
      ['ENSD', 31337],
      ['Dialect', 'novelai']
    ];
    const known = pairs.filter((pair): pair is [string, string | number] =>
      ['string', 'number'].includes(typeof pair[1])
    );
    return buildInfotext(
      textOf('Description') ?? '',
      typeof uc === 'string' ? uc : '',
      known as InfotextPair[]
    );
  } catch {
    return null;
  }
}

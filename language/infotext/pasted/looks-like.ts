/** What a prompt looks like that is none: settings of another program that nothing here could read. */
import { countLabels } from './label-lines';

const JSON_OPENS =
  /^\s*(?:```\w*\s*|[\w. ]{1,40}[:=]\s*|curl\b[^{]*)?(?:\[\s*)?\{\s*["']([^"'\n]{1,60})["']\s*:/;
const KINDS: readonly [RegExp, string][] = [
  [/(?:^|\n)[ \t]{0,9}%%(?:sweep|txt2img|enhance)(?=\s|$)/, '%%sweep'],
  [
    /\b(?:pipe|pipeline|StableDiffusion\w*Pipeline|\w+\.from_pretrained)\s*\(\s*(?:[\w.]+\s*=|["'])|^[ \t]{0,9}(?:from|import) (?:diffusers|torch)\b/m,
    'Python'
  ],
  [/^\s*\/imagine\s/, 'Midjourney'],
  [
    /(?:^|\s)(?:--|—)(?:(?:ar|aspect) \d+:\d+|(?:v|niji|version|s|stylize|c|chaos|q|quality|iw|weird|w) \d|no \w|(?:sref|cref|style) \S|tile\b)/,
    'Midjourney'
  ],
  [
    /(?:^|\s)--(?:prompt|negative[_-]prompt|steps|sampler|sampler_name|cfg[_-]scale|scale|seed|width|height|W|H|ddim_steps|model|ckpt)[\s=]\S/,
    'command'
  ]
];
/** Flags of one letter, with their values, at the end. */
const FLAGS = /(?:\s-[sSWHCAkn]\s?[\w.]+){2,}$/;
const FLAGS_LENGTH = 200;
/** Settings that make a text look like them, beside other words and alone. */
const [LABELS_MIN, LABELS_ALONE] = [3, 2];
const LENGTH_MAX = 20_000;

/** The name of the program or form whose settings a prompt looks like; null for words. */
export function looksLike(prompt: string): string | null {
  if (JSON_OPENS.test(prompt.slice(0, 200))) {
    return jsonOf(prompt);
  }
  const text = prompt.slice(0, LENGTH_MAX);
  const found = KINDS.find(([pattern]) => pattern.test(text));
  const isDream = FLAGS.test(prompt.trimEnd().slice(-FLAGS_LENGTH));
  return isDream ? 'InvokeAI' : (found?.[1] ?? (isList(text) ? 'stable-diffusion-webui' : null));
}

function isList(text: string): boolean {
  const { count, isAll } = countLabels(text);
  return count >= (isAll ? LABELS_ALONE : LABELS_MIN);
}

function jsonOf(text: string): string {
  const [, quote] = /\{\s*(["'])/.exec(text) ?? [];
  return /"(?:class_type|widgets_values|last_node_id|links)"\s*:/.test(text)
    ? 'ComfyUI'
    : quote === "'"
      ? 'Python'
      : 'JSON';
}

/** Texts that are cut, so that what tells them apart stays. */

/** Characters before the first difference, or before the end, that are kept where no word begins nearer. */
const BEFORE_MAX = 12;
/** Groups within groups that are looked into: labels that still look alike then are beyond help. */
const DEPTH_MAX = 8;
const AT_ONCE = 16;

/**
 * `texts` as `cut` shows them, but where different ones would come out alike: of those what they have in common at their beginning is
 * left out behind a "…".
 */
export async function tellApart<Shown>(
  texts: readonly string[],
  cut: (text: string) => Promise<Shown>
): Promise<Shown[]> {
  const begun = [...texts];
  let shown = await inTurns(begun, cut);
  for (
    let depth = 0;
    depth < DEPTH_MAX &&
    partAlike(
      begun,
      shown.map(each => JSON.stringify(each))
    );
    depth++
  ) {
    shown = await inTurns(begun, cut);
  }
  return shown;
}

/** `texts` of at most `most` characters each, different where they can be. */
export function cutApart(texts: readonly string[], most: number): string[] {
  const begun = [...texts];
  const cut = (): string[] => begun.map(text => cutTo(text, most));
  let shown = cut();
  for (let depth = 0; depth < DEPTH_MAX && partAlike(begun, shown); depth++) {
    shown = cut();
  }
  return shown;
}

/** Of ten thousand at once the first would wait for all to be begun. */
async function inTurns<Shown>(
  texts: readonly string[],
  cut: (text: string) => Promise<Shown>
): Promise<Shown[]> {
  const shown: Shown[] = [];
  for (let k = 0; k < texts.length; k += AT_ONCE) {
    shown.push(...(await Promise.all(texts.slice(k, k + AT_ONCE).map(cut))));
  }
  return shown;
}

/** Begins those texts later that are shown alike though they differ; whether any could be. */
function partAlike(begun: string[], shown: readonly string[]): boolean {
  return alikeIn(shown).filter(group => beginLater(group, begun)).length > 0;
}

function cutTo(text: string, most: number): string {
  const characters = [...text];
  return characters.length > most
    ? `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : text;
}

/** Positions of those that are equal, in groups of two and more. */
function alikeIn(shown: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  shown.forEach((each, k) => groups.set(each, [...(groups.get(each) ?? []), k]));
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** Takes from the texts of a group what all begin with; whether there was anything to take. */
function beginLater(group: readonly number[], texts: string[]): boolean {
  const distinct = [...new Set(group.map(k => texts[k]))];
  if (distinct.length < 2) {
    return false;
  }
  const common = distinct.reduce((start, each) => start.slice(0, sameUntil(start, each)));
  const word = common.search(/[^\s,;|]*$/u);
  // One that ends where the others go on keeps its end.
  const shortest = Math.min(...distinct.map(({ length }) => length));
  const nearest = common.length - BEFORE_MAX;
  const start = common.length < shortest ? Math.max(word, nearest) : nearest;
  if (start <= 1) {
    return false;
  }
  // Not between the halves of a character.
  const from = /[\udc00-\udfff]/.test(common[start] ?? '') ? start - 1 : start;
  group.forEach(k => (texts[k] = `…${texts[k].slice(from)}`));
  return true;
}

/** How many characters two texts have in common at their beginning. */
function sameUntil(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) {
    at++;
  }
  return at;
}

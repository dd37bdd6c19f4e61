/** Texts that are cut, so that what tells them apart stays. */

/**
 * Characters before the first difference, or before the end, that are kept where no word begins nearer: fewer where so many leave no
 * room for what differs.
 */
const BEFORE = [12, 5, 2, 0];
/** Groups within groups that are looked into: labels that still look alike then are beyond help. */
const DEPTH_MAX = 8;
const AT_ONCE = 16;
/** Words before the first that differs which are shown again where there is room, and the most texts for which that is tried. */
const WORDS_BEFORE = 3;
const TEXTS_MAX = 200;
/** Beginnings that are tried of a text whose end is another's. */
const STARTS_MAX = 16;

/**
 * `texts` as `cut` shows them, but where different ones would come out alike: of those what they have in common at their beginning is
 * left out behind a "…", but for the words before the difference that have room.
 */
export async function tellApart<Shown>(
  texts: readonly string[],
  cut: (text: string) => Promise<Shown>
): Promise<Shown[]> {
  const begun = [...texts];
  let shown = await inTurns(begun, cut);
  for (const before of BEFORE) {
    for (let depth = 0; depth < DEPTH_MAX; depth++) {
      const keys = shown.map(each => JSON.stringify(each));
      if (!partAlike(begun, keys, before)) {
        break;
      }
      shown = await inTurns(begun, cut);
    }
  }
  const tries = otherStarts(
    texts,
    begun,
    shown.map(each => JSON.stringify(each))
  );
  for (let next = tries.next(); !next.done;) {
    const { k, text } = next.value;
    shown[k] = await cut(text);
    next = tries.next(JSON.stringify(shown[k]));
  }
  return texts.length > TEXTS_MAX ? shown : beginSooner(texts, begun, shown, cut);
}

/** What is shown, each that was begun later with as many of the words before as leave it different from all others. */
async function beginSooner<Shown>(
  texts: readonly string[],
  begun: readonly string[],
  shown: readonly Shown[],
  cut: (text: string) => Promise<Shown>
): Promise<Shown[]> {
  const keys = shown.map(each => JSON.stringify(each));
  const better = [...shown];
  for (const [k, text] of texts.entries()) {
    const [firstWord] = begun[k].split(/(?<=[^…\s])\s/);
    for (const start of begun[k] === text ? [] : startsBefore(text, begun[k])) {
      const sooner = await cut(`…${text.slice(start)}`);
      const key = JSON.stringify(sooner);
      if (!keys.includes(key) && lettersOf(key).includes(lettersOf(firstWord))) {
        [better[k], keys[k]] = [sooner, key];
        break;
      }
    }
  }
  return better;
}

/** A text however it is broken into lines. */
const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}\p{S}]/gu, '');

/** Where the words before a text's late beginning begin, the first one first. */
function startsBefore(text: string, begun: string): number[] {
  const late = text.length - (begun.length - 1);
  const starts = [...text.slice(0, late).matchAll(/(?<=[\s,;|])[^\s,;|]/gu)].map(({ index }) => index);
  return starts.slice(-WORDS_BEFORE);
}

/** `texts` of at most `most` characters each, different where they can be. */
export function cutApart(texts: readonly string[], most: number): string[] {
  const begun = [...texts];
  const cut = (): string[] => begun.map(text => cutTo(text, most));
  let shown = cut();
  for (const before of BEFORE) {
    for (let depth = 0; depth < DEPTH_MAX && partAlike(begun, shown, before); depth++) {
      shown = cut();
    }
  }
  const tries = otherStarts(texts, begun, shown);
  for (let next = tries.next(); !next.done;) {
    const { k, text } = next.value;
    shown[k] = cutTo(text, most);
    next = tries.next(shown[k]);
  }
  return shown;
}

/**
 * Of texts whose ends are left and are the same ("b" and "a, a, b"), other beginnings, the first one first: yields what might be shown of
 * the `k`th, takes how that is shown, and goes on until nothing else is shown so.
 */
function* otherStarts(
  texts: readonly string[],
  begun: string[],
  shown: readonly string[]
): Generator<{ k: number; text: string }, void, string> {
  const taken = new Set(shown);
  for (const group of alikeIn(shown)) {
    const [, ...others] = [...new Set(group.map(k => texts[k]))].sort(
      (one, other) => other.length - one.length
    );
    for (const whole of others) {
      const starts = [0, ...[...whole.matchAll(/(?<=[\s,;|])[^\s,;|]/gu)].map(({ index }) => index)];
      const tried = starts.slice(0, STARTS_MAX);
      const mine = group.filter(k => texts[k] === whole);
      for (const start of tried) {
        const text = start === 0 ? whole : `…${whole.slice(start)}`;
        const key: string = yield { k: mine[0], text };
        if (!taken.has(key) || start === tried.at(-1)) {
          taken.add(key);
          mine.forEach(k => (begun[k] = text));
          for (const k of mine.slice(1)) {
            yield { k, text };
          }
          break;
        }
      }
    }
  }
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
function partAlike(begun: string[], shown: readonly string[], before: number): boolean {
  return alikeIn(shown).filter(group => beginLater(group, begun, before)).length > 0;
}

/** The start of a text that is longer, behind a word where that leaves more than half: of half a word nobody could tell which it is. */
function cutTo(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) {
    return text;
  }
  const start = characters.slice(0, most - 1).join('');
  const ends = /\s/.test(characters[most - 1]) ? start.length : start.search(/\s+\S*$/u);
  return `${(ends > most / 2 ? start.slice(0, ends) : start).trimEnd()}…`;
}

/** Positions of those that are equal, in groups of two and more. */
function alikeIn(shown: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  shown.forEach((each, k) => groups.set(each, [...(groups.get(each) ?? []), k]));
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** Takes from the texts of a group what all begin with; whether there was anything to take. */
function beginLater(group: readonly number[], texts: string[], before: number): boolean {
  const distinct = [...new Set(group.map(k => texts[k]))];
  if (distinct.length < 2) {
    return false;
  }
  const common = distinct.reduce((start, each) => start.slice(0, sameUntil(start, each)));
  const word = common.search(/[^\s,;|]*$/u);
  // One that ends where the others go on keeps its end.
  const shortest = Math.min(...distinct.map(({ length }) => length));
  const nearest = common.length - before;
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

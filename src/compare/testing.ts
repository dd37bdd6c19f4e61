/** A Compare panel without a page: pictures that decode at once, a clock that is turned by hand, a desk that answers what a test says. */
import { UNMARKED } from '../../schema/unmarked';
import type { Mark } from '../../schema/wire';
import { textIn } from '../i18n/text';
import type { IDiffusionClient } from '../tokens';
import { CompareModel, type ICompareHost } from './compare-model';
import type { Figures } from './difference';
import type { IMeasureDesk } from './measures';
import type { NewItem, Params } from './tray';

export function picture(key: string, change: Partial<NewItem> = {}): NewItem {
  return {
    key,
    image: key,
    cell: `cell-${key}`,
    title: `Seed ${key}`,
    from: 'a.ipynb',
    mark: UNMARKED,
    url: `/images/${key}`,
    ...change
  };
}

export function figures(change: Partial<Figures> = {}): Figures {
  const counts = new Array<number>(256).fill(0);
  counts[0] = 90;
  counts[20] = 10;
  return {
    width: 10,
    height: 10,
    ssim: 0.9,
    seen: 0.1,
    mean: 2,
    largest: 20,
    at: { x: 1, y: 2 },
    counts,
    ...change
  };
}

export type TestDesk = {
  model: CompareModel;
  asked: string[];
  /** What the next mark is refused with. */
  refuse: { with: Error | null };
  /** Lets the clock go round once. */
  tick(): void;
  revoked: string[];
};

type DeskOptions = {
  calm?: boolean;
  params?: Record<string, Params>;
  sizes?: Record<string, [number, number]>;
  keys?: string;
  /** Whether the picture `gone` is there after all. */
  lost?: { there: boolean };
};

/** A panel that is looked at, with a picture for each of the letters of `keys`. */
export function compareDesk({
  calm = false,
  params = {},
  sizes = {},
  keys = '',
  lost = { there: false }
}: DeskOptions = {}): TestDesk {
  const asked: string[] = [];
  const revoked: string[] = [];
  const refuse: TestDesk['refuse'] = { with: null };
  let clock: (() => void) | null = null;
  const host: ICompareHost = {
    decode: async url => {
      const key = url.split('/').pop()!;
      if (key === 'gone' && !lost.there) {
        throw new Error('no such picture');
      }
      const [width, height] = sizes[key] ?? [128, 128];
      return { width, height };
    },
    every: (_, run) => {
      clock = run;
      return () => void (clock = null);
    },
    calm: () => calm,
    revoke: url => void revoked.push(url)
  };
  const client = {
    recipe: async (image: string) => ({ params: params[image] ?? { seed: image } }),
    mark: async (cell: string, mark: Partial<Mark>) => {
      asked.push(`mark ${cell} ${JSON.stringify(mark)}`);
      if (refuse.with) {
        throw refuse.with;
      }
      return mark;
    }
  } as unknown as IDiffusionClient;
  const desk: IMeasureDesk = {
    measure: async ({ a, b }) => {
      asked.push(`measure ${a.split('/').pop()} ${b.split('/').pop()}`);
      return figures();
    },
    map: async ({ b }, colours) => {
      asked.push(`map ${b.split('/').pop()} ${colours.join()}`);
      return new Uint8ClampedArray(4);
    },
    dispose: () => undefined
  };
  const model = new CompareModel({ client, text: textIn('en'), host, desk });
  [...keys].forEach(key => model.add(picture(key)));
  model.places.setRoom({ width: 528, height: 528 });
  model.setShown(true);
  return { model, asked, refuse, revoked, tick: () => clock?.() };
}

/** Lets every answer that is due arrive. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) {
    await Promise.resolve();
  }
}

import { settle } from '../testing';
import { Flip } from './flip';
import { Frames } from './frames';

/** Cells 0 to 4 along one axis, of which some are drawn; a clock and a decoder in the hand of the test. */
class Hand {
  drawn = new Set([0, 1, 2, 3, 4]);
  at = 0;
  readonly seen: number[] = [];
  readonly waits: { ms: number; run: () => void }[] = [];
  readonly decoding = new Map<string, { ready(): void; fail(): void }>();
  isStill = false;
  isSlow = false;
  readonly frames = new Frames(() => this.image(), 4);
  readonly flip = new Flip({
    along: () => ({ cells: [0, 1, 2, 3, 4], at: this.at }),
    urlOf: cell => (this.drawn.has(cell) ? `/${cell}` : null),
    show: cell => {
      this.at = cell;
      this.seen.push(cell);
    },
    later: (ms, run) => {
      const wait = { ms, run };
      this.waits.push(wait);
      return () => void this.waits.splice(this.waits.indexOf(wait), this.waits.includes(wait) ? 1 : 0);
    },
    isStill: () => this.isStill,
    onChange: () => undefined,
    frames: this.frames
  });

  /** The clock comes round so many times. */
  async tick(times = 1): Promise<this> {
    for (let k = 0; k < times; k++) {
      this.waits.shift()?.run();
      await settle();
    }
    return this;
  }

  private image(): HTMLImageElement {
    const image = {
      src: '',
      decode: () =>
        this.isSlow
          ? new Promise<void>((resolve, reject) =>
              this.decoding.set(image.src, { ready: resolve, fail: reject })
            )
          : Promise.resolve()
    };
    return image as unknown as HTMLImageElement;
  }
}

test('playing goes along the axis and begins anew', async () => {
  const hand = new Hand();
  hand.flip.play('cfg_scale');
  await hand.tick(6);
  expect(hand.seen).toEqual([1, 2, 3, 4, 0, 1]);
});

test('or it goes back again', async () => {
  const hand = new Hand();
  hand.flip.setBounce(true);
  hand.flip.play('cfg_scale');
  await hand.tick(9);
  expect(hand.seen).toEqual([1, 2, 3, 4, 3, 2, 1, 0, 1]);
});

test('what isn’t drawn is passed over, and with nothing else to show it ends', async () => {
  const hand = new Hand();
  hand.drawn = new Set([0, 2]);
  hand.flip.play('cfg_scale');
  await hand.tick(3);
  expect(hand.seen).toEqual([2, 0, 2]);
  hand.drawn = new Set([2]);
  await hand.tick();
  expect([hand.seen.length, hand.flip.state.playing, hand.waits]).toEqual([3, null, []]);
  hand.flip.play('cfg_scale');
  expect(hand.flip.state.playing).toBeNull();
});

test('a picture is shown once it is decoded, and the one before stays until then', async () => {
  const hand = new Hand();
  hand.isSlow = true;
  hand.flip.play('cfg_scale');
  await hand.tick();
  expect(hand.seen).toEqual([]);
  expect([...hand.decoding.keys()]).toEqual(['/1', '/2', '/3']);
  hand.decoding.get('/1')!.ready();
  await settle();
  expect(hand.seen).toEqual([1]);
  await hand.tick();
  expect(hand.seen).toEqual([1]);
});

test('a pause holds, though a picture was waited for', async () => {
  const hand = new Hand();
  hand.isSlow = true;
  hand.flip.play('cfg_scale');
  await hand.tick();
  hand.flip.pause();
  hand.decoding.get('/1')!.ready();
  await settle();
  expect([hand.seen, hand.flip.state.playing, hand.waits]).toEqual([[], null, []]);
});

test('the pace is so many a second, changed while it plays', () => {
  const hand = new Hand();
  hand.flip.toggle('cfg_scale');
  expect(hand.waits.map(({ ms }) => ms)).toEqual([500]);
  hand.flip.setPace(4);
  expect(hand.waits.map(({ ms }) => ms)).toEqual([250]);
  hand.flip.toggle('cfg_scale');
  expect(hand.flip.state.playing).toBeNull();
});

test('nothing plays where little motion is asked for', () => {
  const hand = new Hand();
  hand.isStill = true;
  hand.flip.toggle('cfg_scale');
  expect([hand.flip.state.playing, hand.waits]).toEqual([null, []]);
});

test('of decoded pictures the latest are held; one that could not be had is asked for again', async () => {
  const hand = new Hand();
  for (const url of ['/1', '/2', '/3', '/4', '/1', '/5']) {
    await hand.frames.load(url);
  }
  expect(['/1', '/2', '/3', '/4', '/5'].filter(url => hand.frames.isReady(url))).toEqual([
    '/1',
    '/3',
    '/4',
    '/5'
  ]);
  hand.isSlow = true;
  const first = hand.frames.load('/9');
  hand.decoding.get('/9')!.fail();
  expect(await first).toBe(false);
  void hand.frames.load('/9');
  hand.decoding.get('/9')!.ready();
  await settle();
  expect(hand.frames.isReady('/9')).toBe(true);
});

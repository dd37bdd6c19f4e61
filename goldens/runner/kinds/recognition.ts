/** Fixtures of recognition: what EfficientNet-Lite0 says of a picture. */
import { likeliest, openRecogniser } from '../../../engine/recognition';
import { labelNames } from '../../../schema/labels';
import { compareNumbers, compareValues } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { publishedWeights } from '../published-weights';
import { pictureOf } from './picture-parts';

export const recognitionKinds: Kind[] = [
  { name: 'recognition', matches: ({ id }) => id.startsWith('P/efficientnet-lite0/'), check }
];

type Top = { index: number; label: string; p: number }[];

async function check(fixture: Fixture, { folder }: CheckContext): Promise<Item[]> {
  const { tolerance = {}, config = {} } = fixture;
  const tensors = folder.tensors(fixture);
  const recogniser = await openRecogniser(publishedWeights(folder, fixture));
  try {
    const logits = await recogniser.logits(pictureOf(tensors.get('in.crop_u8')!));
    const shares = new Float32Array(logits.length);
    likeliest(logits, logits.length).forEach(({ label, share }) => (shares[label] = share));
    const top = config.top5 as Top;
    const found = likeliest(logits, top.length);
    return [
      compareNumbers('out.logits', logits, floatsOf(tensors.get('out.logits'), 'out.logits'), tolerance),
      compareNumbers('out.prob', shares, floatsOf(tensors.get('out.prob'), 'out.prob'), tolerance),
      compareValues(
        'top labels',
        found.map(({ label }) => [label, labelNames.en[label]]),
        top.map(({ index, label }) => [index, label])
      ),
      compareNumbers(
        'top shares',
        found.map(({ share }) => share),
        top.map(({ p }) => p),
        tolerance
      )
    ];
  } finally {
    await recogniser.dispose();
  }
}

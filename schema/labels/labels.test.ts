import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelNames } from './index';

test('there are a thousand classes with a name in each language, and no two Chinese names are one', () => {
  for (const names of Object.values(labelNames)) {
    expect(names).toHaveLength(1000);
    expect(names.filter(name => name === '' || name !== name.trim())).toEqual([]);
  }
  const repeated = labelNames.zh_CN.filter((name, i) => labelNames.zh_CN.indexOf(name) !== i);
  expect(repeated).toEqual([]);
});

test.each([
  [1, 'goldfish', '金鱼'],
  [282, 'tiger cat', '虎猫'],
  [388, 'giant panda', '大熊猫'],
  [517, 'crane', '起重机'],
  [134, 'crane bird', '鹤'],
  [812, 'space shuttle', '航天飞机'],
  [954, 'banana', '香蕉'],
  [999, 'toilet tissue', '卫生纸']
])('class %i is a %s, %s', (label, en, chinese) =>
  expect([labelNames.en[label], labelNames.zh_CN[label]]).toEqual([en, chinese])
);

const published = ['../../models/care', '../../../shared/care/models']
  .map(folder => join(__dirname, folder, 'imagenet-labels.json'))
  .find(existsSync);
(published ? test : test.skip)('English names are those that came with the network', () => {
  const { labels } = JSON.parse(readFileSync(published!, 'utf8')) as { labels: string[] };
  expect(labelNames.en).toEqual(labels);
});

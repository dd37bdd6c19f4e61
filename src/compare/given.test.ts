import { COMPARED_MIME } from '../tokens';
import { fileGiven, givenIn, labFilesIn, mayHoldPicture, pictureOf } from './given';
import { keptOf, toKeep } from './keep';
import { compareDesk, picture } from './testing';

const HASH = 'a1'.repeat(32);
const dropOf = (data: Record<string, string>, files: File[] = []): Parameters<typeof givenIn>[0] =>
  ({ getData: (kind: string) => data[kind] ?? '', files }) as unknown as DataTransfer;
const file = (name: string, type: string): File => new File(['x'], name, { type });

test('a cell that is dragged out of a grid brings its name and its cell along', () => {
  const told = {
    image: HASH,
    cell: 'cell-1',
    title: 'Seed 2',
    from: 'a.ipynb',
    mark: { rating: 4, flag: 'pick', tags: [] }
  };
  const links = `http://localhost/p/diffusion/v1/images/${HASH}?format=png`;
  expect(givenIn(dropOf({ 'text/uri-list': links, [COMPARED_MIME]: JSON.stringify(told) }))).toEqual([
    { kind: 'stored', picture: told }
  ]);
  expect(givenIn(dropOf({ 'text/uri-list': links }))).toEqual([{ kind: 'stored', picture: pictureOf(HASH) }]);
});

test.each([
  ['no JSON', '{'],
  ['no hash', JSON.stringify({ image: '../../etc', cell: 'x' })]
])('a drag from elsewhere with %s is read by its link alone', (_, json) => {
  expect(givenIn(dropOf({ [COMPARED_MIME]: json }))).toEqual([]);
});

test('a link to elsewhere and a file that is no picture are told apart from pictures', () => {
  expect(givenIn(dropOf({ 'text/uri-list': 'https://example.org/cat.png' }))).toEqual([{ kind: 'link' }]);
  const kinds = [
    file('a.png', 'image/png'),
    file('b.webp', ''),
    file('c.txt', 'text/plain'),
    file('d.svg', 'image/svg+xml')
  ];
  expect(givenIn(dropOf({}, kinds)).map(({ kind }) => kind)).toEqual(['file', 'file', 'other', 'other']);
  expect(fileGiven(kinds[2])).toEqual({ kind: 'other', name: 'c.txt' });
});

test('files of Lab’s file browser are taken by their names; other drags of Lab’s are let be', () => {
  const drag = (value: unknown): never => ({ getData: () => value }) as never;
  const read = async (): Promise<Blob> => new Blob();
  expect(labFilesIn(drag(['x/cat.JPG', 'x/a.ipynb']), read)).toMatchObject([
    { kind: 'file', name: 'cat.JPG' },
    { kind: 'other', name: 'a.ipynb' }
  ]);
  expect(labFilesIn(drag(undefined), read)).toBeNull();
});

test('words that are dragged are no picture', () => {
  expect(mayHoldPicture({ types: ['text/plain'] })).toBe(false);
  expect(mayHoldPicture({ types: ['Files'] })).toBe(true);
});

test('what is compared comes back as it was, but for pictures of files, which are named', () => {
  const { model } = compareDesk();
  model.add(picture(HASH, { image: HASH }));
  model.add(picture('file-1', { image: null, cell: null, title: 'dog.png' }));
  model.add(picture('b2'.repeat(32), { image: 'b2'.repeat(32) }));
  model.takeOut('A');
  model.setMode('onion');
  const kept = keptOf(JSON.parse(JSON.stringify(toKeep(model.state))));
  expect(kept.pictures.map(({ letter, image }) => [letter, image])).toEqual([['C', 'b2'.repeat(32)]]);
  expect(kept.files).toEqual(['dog.png']);
  expect(kept.view).toMatchObject({ mode: 'onion', reference: 'B', candidate: 'C', synced: true });
});

test.each([
  [undefined],
  [null],
  ['words'],
  [
    {
      pictures: [{ image: 'x', letter: 'A' }, { image: HASH, letter: 'Z' }, 7],
      files: 'x',
      view: { mode: 'magic', split: 9 }
    }
  ]
])('what cannot be read is left out: %j', value => {
  expect(keptOf(value)).toEqual({ pictures: [], files: [], view: { reference: null, candidate: null } });
});

test('one letter and one picture are there once', () => {
  const other = 'b2'.repeat(32);
  const pictures = [
    { image: HASH, letter: 'A' },
    { image: other, letter: 'A' },
    { image: HASH, letter: 'B' }
  ];
  expect(keptOf({ pictures }).pictures).toHaveLength(1);
});

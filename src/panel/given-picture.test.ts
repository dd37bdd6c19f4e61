import { DropZone } from './drop-zone';
import { labPictureIn, mayHoldPicture, pictureIn, type GivenPicture } from './given-picture';

const hash = 'ab'.repeat(32);
const stored = new Blob(['stored']);
const sources = {
  client: { picture: async (sha256: string) => new Blob([sha256]) },
  readFile: async () => stored
};
const file = (name: string, type: string): File => new File(['x'], name, { type });
const dragged = (files: File[], links = '', text = ''): DataTransfer =>
  ({
    files,
    types: [
      ...(files.length > 0 ? ['Files'] : []),
      ...(links ? ['text/uri-list'] : []),
      ...(text ? ['text/plain'] : [])
    ],
    getData: (type: string) => (type === 'text/uri-list' ? links : type === 'text/plain' ? text : '')
  }) as unknown as DataTransfer;

test.each<[string, DataTransfer, string | null]>([
  ['a file', dragged([file('a.png', 'image/png')]), 'a.png'],
  ['the picture among files', dragged([file('a.txt', 'text/plain'), file('b.webp', 'image/webp')]), 'b.webp'],
  ['a file whose type nobody knows', dragged([file('a.PNG', '')]), 'a.PNG']
])('%s is taken', async (_, data, name) => {
  expect(mayHoldPicture(data)).toBe(true);
  expect(await pictureIn(data, sources)).toMatchObject({ name });
});

test('a picture of a grid is the stored one, not the small copy that a browser drags along', async () => {
  const url = `http://lab.example/diffusion/v1/images/${hash}?format=webp&max=128`;
  const given = await pictureIn(dragged([file('small.webp', 'image/webp')], url), sources);
  expect(given).toMatchObject({ name: null, picture: { size: hash.length } });
});

test.each([
  ['text/plain', 'a.txt'],
  ['', 'a.TXT'],
  ['application/json', 'a.json']
])(
  'a text that was saved beside a picture is a text, whatever %s a browser says of it',
  async (type, name) => {
    expect(await pictureIn(dragged([file(name, type)]), sources)).toMatchObject({
      name,
      picture: { type: 'text/plain', size: 1 }
    });
  }
);

test('dragged words are a text; an address and other files are refused with a reason', async () => {
  expect(await pictureIn(dragged([], '', 'Steps: 12'), sources)).toMatchObject({ picture: { size: 9 } });
  const link = 'https://example.org/a.png';
  expect(pictureIn(dragged([], link), sources)).toEqual({ refused: 'link' });
  expect(pictureIn(dragged([], '', link), sources)).toEqual({ refused: 'link' });
  expect(await pictureIn(dragged([file('a.gif', 'image/x')]), sources)).toMatchObject({ name: 'a.gif' });
  expect(pictureIn(dragged([file('a.zip', 'application/zip')]), sources)).toEqual({
    refused: 'file',
    name: 'a.zip'
  });
  expect(pictureIn(dragged([]), sources)).toBeNull();
});

test('of the file browser, a picture’s path is taken', () => {
  const paths = (...all: string[]): { getData(type: string): unknown } => ({
    getData: type => (type === 'application/x-jupyter-icontents' ? all : undefined)
  });
  expect(labPictureIn(paths('a.ipynb', 'b/c.JPG'))).toBe('b/c.JPG');
  expect(labPictureIn(paths('a.txt'))).toBe('a.txt');
  expect(labPictureIn(paths('a.ipynb'))).toBeNull();
});

describe('a place for pictures', () => {
  const place = document.createElement('div');
  place.innerHTML =
    '<textarea data-field="prompt"></textarea><span class="jd-Picture"><button></button></span>';
  const given: Promise<GivenPicture>[] = [];
  const refused: unknown[] = [];
  const zone = new DropZone(
    place,
    sources,
    each => void given.push(each),
    what => void refused.push(what)
  );
  const send = (type: string, target: string | null, extra: object): Event => {
    const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), extra);
    (target ? place.querySelector(target)! : place).dispatchEvent(event);
    return event;
  };
  const picture = { dataTransfer: dragged([file('a.png', 'image/png')]) };
  beforeEach(() => {
    given.length = 0;
    refused.length = 0;
    zone.listen();
  });
  afterEach(() => zone.ignore());

  test('shows that it takes what hangs over it, and takes it when it is dropped', () => {
    send('dragenter', 'textarea', picture);
    expect(place.className).toBe('jd-mod-drop');
    send('dragleave', null, picture);
    expect(place.className).toBe('');
    expect(send('drop', 'textarea', picture).defaultPrevented).toBe(true);
    expect(given).toHaveLength(1);
  });

  test('leaves a field of pictures its own, and text to who drags text', () => {
    send('drop', '.jd-Picture button', picture);
    const text = send('drop', 'textarea', { dataTransfer: { ...dragged([]), types: ['text/plain'] } });
    expect([text.defaultPrevented, given]).toEqual([false, []]);
  });

  test('a paste with text is a text where one writes, a picture anywhere else', () => {
    const both = { clipboardData: { ...dragged([file('a.png', 'image/png')]), getData: () => 'words' } };
    send('paste', 'textarea', both);
    expect(given).toEqual([]);
    send('paste', 'textarea', { clipboardData: dragged([file('a.png', 'image/png')]) });
    expect(given).toHaveLength(1);
  });

  test.each<[string, DataTransfer, object]>([
    [
      'two pictures',
      dragged([file('a.png', 'image/png'), file('b.png', 'image/png')]),
      { name: 'a.png', others: ['b.png'] }
    ],
    [
      'a picture with its text and a film',
      dragged([file('a.txt', 'text/plain'), file('b.webp', 'image/webp'), file('c.mp4', 'video/mp4')]),
      { name: 'b.webp', others: ['a.txt', 'c.mp4'] }
    ],
    [
      'two texts',
      dragged([file('a.txt', 'text/plain'), file('b.json', 'application/json')]),
      { name: 'a.txt', others: ['b.json'] }
    ]
  ])('takes one of %s, and says which files it passes over', async (_, data, told) => {
    send('drop', 'textarea', { dataTransfer: data });
    send('paste', null, { clipboardData: data });
    expect(given).toHaveLength(2);
    expect(refused).toEqual([1, 2].map(() => ({ refused: 'others', ...told })));
    expect(await given[0]).toMatchObject({ name: (told as { name: string }).name });
  });

  test('says which of several files of the file browser it passes over, and of a grid’s picture nothing', () => {
    const mimeData = { getData: () => ['x/a.png', 'x/b.png', 'notes.ipynb'] };
    send('lm-drop', 'textarea', { mimeData, proposedAction: 'move', dropAction: 'none' });
    const url = `http://lab.example/diffusion/v1/images/${hash}?format=webp&max=128`;
    const copies = [file('small.webp', 'image/webp'), file('again.webp', 'image/webp')];
    send('drop', 'textarea', { dataTransfer: dragged(copies, url) });
    expect(refused).toEqual([{ refused: 'others', name: 'a.png', others: ['b.png', 'notes.ipynb'] }]);
    expect(given).toHaveLength(2);
  });

  test('says why it takes no address', () => {
    send('drop', 'textarea', { dataTransfer: dragged([], 'https://example.org/') });
    expect([given.length, refused]).toEqual([0, [{ refused: 'link' }]]);
  });

  const paste = (target: string | null, text: string): Event =>
    send('paste', target, { clipboardData: dragged([], '', text) });

  test.each(['a cat, (red:1.2)', 'A day: it ends\nso: soon', '', '{a|b} # c', 'I said -- well, no'])(
    'leaves words that are pasted to the field, and to nobody elsewhere: %s',
    text => {
      expect([paste('textarea', text), paste(null, text)].some(each => each.defaultPrevented)).toBe(false);
      expect(given).toEqual([]);
    }
  );

  test.each([
    'a cat\nSteps: 12, Sampler: Euler, Seed: 3',
    'a cat\nNegative prompt: fog',
    '{"prompt": "a cat", "steps": 3}',
    '%%sweep seed=1..3\na cat',
    'Prompt: a\nWidth: 3\nHeight: 4',
    'a cat --ar 16:9'
  ])('takes a pasted text that may hold settings, and leaves the paste to the browser: %s', async text => {
    const area = place.querySelector('textarea')!;
    area.value = 'abcd';
    area.setSelectionRange(1, 3);
    const inField = paste('textarea', text);
    area.setRangeText(text, 1, 3, 'end');
    expect([inField.defaultPrevented, paste(null, text).defaultPrevented]).toEqual([false, true]);
    const [within, elsewhere] = await Promise.all(given);
    expect([within.picture.size, elsewhere.paste]).toEqual([text.length, undefined]);
    expect(within.paste).toEqual({ field: 'prompt', at: 1, text, replaced: 'bc' });
  });

  test('takes a file of the file browser', () => {
    const drag = { mimeData: { getData: () => ['x/a.png'] }, proposedAction: 'move', dropAction: 'none' };
    const event = send('lm-drop', 'textarea', drag) as Event & { dropAction: string };
    expect([event.dropAction, given.length]).toEqual(['move', 1]);
  });

  test.each(['x/a.ipynb', 'folder', 'a.gif'])('says why it takes no %s of the file browser', path => {
    const drag = { mimeData: { getData: () => [path] }, proposedAction: 'move', dropAction: 'none' };
    send('lm-dragenter', null, drag);
    expect(place.className).toBe('');
    const event = send('lm-drop', null, drag) as Event & { dropAction: string };
    expect([event.dropAction, given, refused]).toEqual([
      'move',
      [],
      [{ refused: 'file', name: path.split('/').pop() }]
    ]);
  });

  test('leaves what comes from elsewhere in Lab', () => {
    const drag = { mimeData: { getData: () => undefined }, proposedAction: 'move', dropAction: 'none' };
    expect(send('lm-drop', null, drag).defaultPrevented).toBe(false);
    expect(refused).toEqual([]);
  });
});

import { DropZone } from './drop-zone';
import { labPictureIn, mayHoldPicture, pictureIn } from './given-picture';

const hash = 'ab'.repeat(32);
const stored = new Blob(['stored']);
const sources = {
  client: { picture: async (sha256: string) => new Blob([sha256]) },
  readFile: async () => stored
};
const file = (name: string, type: string): File => new File(['x'], name, { type });
const dragged = (files: File[], links = ''): DataTransfer =>
  ({
    files,
    types: [...(files.length > 0 ? ['Files'] : []), ...(links ? ['text/uri-list'] : [])],
    getData: (type: string) => (type === 'text/uri-list' ? links : '')
  }) as unknown as DataTransfer;

test.each<[string, DataTransfer, string | null]>([
  ['a file', dragged([file('a.png', 'image/png')]), 'a.png'],
  ['the picture among files', dragged([file('a.txt', 'text/plain'), file('b.webp', 'image/webp')]), 'b.webp'],
  ['a file whose type nobody knows', dragged([file('a.PNG', '')]), 'a.PNG']
])('%s is taken', async (_, data, name) => {
  expect(mayHoldPicture(data)).toBe(true);
  expect((await pictureIn(data, sources))?.name).toBe(name);
});

test('a picture of a grid is the stored one, not the small copy that a browser drags along', async () => {
  const url = `http://lab.example/diffusion/v1/images/${hash}?format=webp&max=128`;
  const given = await pictureIn(dragged([file('small.webp', 'image/webp')], url), sources);
  expect(given).toMatchObject({ name: null });
  expect(given?.picture.size).toBe(hash.length);
});

test('what holds no picture is none', () => {
  expect(pictureIn(dragged([file('a.txt', 'text/plain')]), sources)).toBeNull();
  expect(pictureIn(dragged([], 'https://example.org/a.png'), sources)).toBeNull();
});

test('of the file browser, a picture’s path is taken', () => {
  const paths = (...all: string[]): { getData(type: string): unknown } => ({
    getData: type => (type === 'application/x-jupyter-icontents' ? all : undefined)
  });
  expect(labPictureIn(paths('a.ipynb', 'b/c.JPG'))).toBe('b/c.JPG');
  expect(labPictureIn(paths('a.ipynb'))).toBeNull();
});

describe('a place for pictures', () => {
  const place = document.createElement('div');
  place.innerHTML = '<textarea></textarea><span class="jd-Picture"><button></button></span>';
  const given: unknown[] = [];
  const zone = new DropZone(place, sources, each => given.push(each));
  const send = (type: string, target: string | null, extra: object): Event => {
    const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), extra);
    (target ? place.querySelector(target)! : place).dispatchEvent(event);
    return event;
  };
  const picture = { dataTransfer: dragged([file('a.png', 'image/png')]) };
  beforeEach(() => {
    given.length = 0;
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

  test('takes a file of the file browser', () => {
    const drag = { mimeData: { getData: () => ['x/a.png'] }, proposedAction: 'move', dropAction: 'none' };
    const event = send('lm-drop', 'textarea', drag) as Event & { dropAction: string };
    expect([event.dropAction, given.length]).toEqual(['move', 1]);
  });
});

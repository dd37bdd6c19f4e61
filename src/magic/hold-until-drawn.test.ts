import { holdUntilDrawn } from './hold-until-drawn';

/** A notebook's cell whose output is a sweep. */
function cellOf(): { node: HTMLElement; outputs: HTMLElement } {
  const node = document.body.appendChild(document.createElement('div'));
  node.style.height = '480px';
  node.innerHTML =
    '<div class="jp-OutputArea"><div class="jp-OutputArea-output jd-RenderedSweep"><div class="jd-Sheet"></div></div></div>';
  return { node, outputs: node.querySelector<HTMLElement>('.jp-OutputArea')! };
}

/** Lets observers hear, and two frames pass. */
const frames = (): Promise<void> =>
  new Promise(resolve => {
    const twice = (): number => requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
    setTimeout(() => requestAnimationFrame(twice));
  });

test('the height is held while outputs are taken away, and until the new sheet is drawn', async () => {
  const { node, outputs } = cellOf();
  holdUntilDrawn(node, outputs);
  expect(node.style.minHeight).toBe('480px');
  outputs.replaceChildren();
  await frames();
  expect(node.style.minHeight).toBe('480px');
  outputs.innerHTML = '<div class="jp-OutputArea-output jd-RenderedSweep"></div>';
  await frames();
  expect(node.style.minHeight).toBe('480px');
  outputs.firstElementChild!.innerHTML = '<div class="jd-Sheet"></div>';
  await frames();
  expect(node.style.minHeight).toBe('');
});

test('another output, such as an error, has the height that it needs', async () => {
  const { node, outputs } = cellOf();
  holdUntilDrawn(node, outputs);
  outputs.innerHTML = '<div class="jp-OutputArea-output jp-RenderedText">no</div>';
  await frames();
  expect(node.style.minHeight).toBe('');
});

test('what ends without an output ends it', () => {
  const { node, outputs } = cellOf();
  holdUntilDrawn(node, outputs)();
  expect(node.style.minHeight).toBe('');
});

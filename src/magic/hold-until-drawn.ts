/** Nobody is to look at an empty place for longer. */
const LONGEST_MS = 5000;
const SHEET = '.jd-Sheet';

/** Holds the height of a node until there is another sheet inside, or something else; returns what ends it before. */
export function holdUntilDrawn(node: HTMLElement, outputs: HTMLElement): () => void {
  const before = outputs.querySelector(SHEET);
  node.style.minHeight = getComputedStyle(node).height;
  const release = (): void => {
    observer.disconnect();
    clearTimeout(timer);
    node.style.minHeight = '';
  };
  const observer = new MutationObserver(() => {
    const sheet = outputs.querySelector(SHEET);
    const isOther = sheet !== before && sheet !== null;
    // What a renderer of ours hasn't filled yet is no other output.
    const isElse = outputs.querySelector('.jp-OutputArea-output:not(.jd-RenderedSweep)') !== null;
    if (isOther || isElse) {
      // The sheet has its size once it is laid out.
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(release));
    }
  });
  observer.observe(outputs, { childList: true, subtree: true });
  const timer = setTimeout(release, LONGEST_MS);
  return release;
}

import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/**
 * How much a bar must leave out to fit its width, from 0 (nothing) to `most`. It is measured, so it holds for any language and face: the
 * bar is drawn at a level, and at the next where it is wider than its room. `content` is another text whenever other things stand in it.
 */
export function useFit(bar: RefObject<HTMLElement>, most: number, content: string): number {
  const [level, setLevel] = useState(0);
  /** The width that each level needs, where it is known to have been too much. */
  const needs = useRef<{ content: string; widths: number[] }>({ content, widths: [] });
  const measured = useRef(0);
  useLayoutEffect(() => {
    const node = bar.current;
    if (!node) {
      return;
    }
    if (needs.current.content !== content) {
      needs.current = { content, widths: [] };
      if (level > 0) {
        setLevel(0);
        return;
      }
    }
    measured.current = node.clientWidth;
    if (node.scrollWidth > node.clientWidth && level < most) {
      needs.current.widths[level] = node.scrollWidth;
      setLevel(level + 1);
    }
  });
  useLayoutEffect(() => {
    const node = bar.current;
    const observer = new ResizeObserver(() => {
      const width = node?.clientWidth ?? 0;
      if (width > 0 && width !== measured.current) {
        measured.current = width;
        const { widths } = needs.current;
        const fits = Array.from({ length: most + 1 }, (_, k) => k).find(k => !(widths[k] > width));
        setLevel(fits ?? most);
      }
    });
    if (node) {
      observer.observe(node);
    }
    return () => observer.disconnect();
  }, []);
  return level;
}

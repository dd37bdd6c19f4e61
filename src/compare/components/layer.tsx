import { useEffect, useRef, type CSSProperties, type ReactElement } from 'react';
import { boxOf } from '../place';
import { ownOf, shownScale } from '../state';
import type { Item } from '../tray';
import { useCompareState } from './context';

/**
 * A picture at its place in a pane. Every layer is in the page and decoded before it is seen, so that there is no frame between two. A
 * pixel of one screen pixel or more is drawn as it is, never smoothed.
 */
export function Layer({ item, seen, clip }: { item: Item; seen: number; clip?: string }): ReactElement {
  const picture = useRef<HTMLImageElement>(null);
  const { style } = useBox(item);
  useEffect(() => {
    void picture.current?.decode?.().catch(() => undefined);
  }, [item.url]);
  return (
    <span className="jd-Layer" style={{ opacity: seen, clipPath: clip }} data-letter={item.letter}>
      <img ref={picture} src={item.url} alt={item.letter} draggable={false} decoding="sync" style={style} />
    </span>
  );
}

/** Where a picture lies, as a style; and its scale. */
export function useBox(item: Item): { style: CSSProperties; scale: number } {
  const { x, y, width, height, scale } = useCompareState(state => {
    const own = ownOf(state, item.key);
    const shared = shownScale(state);
    const size = { width: item.width || 1, height: item.height || 1 };
    return {
      ...boxOf(size, { x: state.place.x, y: state.place.y, scale: shared }, own, state.room),
      scale: shared * own.factor
    };
  });
  return { style: { left: x, top: y, width, height, ...rendering(scale) }, scale };
}

export function rendering(scale: number): CSSProperties {
  return { imageRendering: scale >= 1 ? 'pixelated' : 'auto' };
}

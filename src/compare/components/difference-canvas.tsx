import { useEffect, useRef, type ReactElement } from 'react';
import { useSlice } from '../../ui';
import { SCALE } from '../difference';
import type { DifferenceMap } from '../measures';
import { pairOf } from '../state';
import type { Item } from '../tray';
import { useCompare, useCompareState } from './context';
import { rendering, useBox } from './layer';

function useMap(): DifferenceMap | null {
  const { model } = useCompare();
  return useSlice(model, () => model.measures.shownMap);
}

/** Where the two differ, over the part that they have in common. */
export function DifferenceCanvas({ reference, hidden }: { reference: Item; hidden: boolean }): ReactElement {
  const { say } = useCompare();
  const canvas = useRef<HTMLCanvasElement>(null);
  const candidate = useCompareState(state => pairOf(state)?.candidate.letter ?? '');
  const { style, scale } = useBox(reference);
  const map = useMap();
  useEffect(() => {
    if (map && canvas.current) {
      const { width, height } = map.overlap;
      canvas.current.width = width;
      canvas.current.height = height;
      canvas.current.getContext('2d')?.putImageData(new ImageData(map.data, width, height), 0, 0);
    }
  }, [map]);
  if (!map) {
    return <span className="jd-Pane-missing">{say('compare_measuring')}</span>;
  }
  const { a, width, height } = map.overlap;
  return (
    <canvas
      className="jd-Difference"
      ref={canvas}
      role="img"
      aria-label={say('compare_map', { left: reference.letter, right: candidate })}
      data-colours={map.colours.join()}
      style={{
        opacity: hidden ? 0 : 1,
        left: Number(style.left) + a.x * scale,
        top: Number(style.top) + a.y * scale,
        width: width * scale,
        height: height * scale,
        ...rendering(scale)
      }}
    />
  );
}

/** What the colours of the map stand for. */
export function DifferenceScale(): ReactElement | null {
  const { say } = useCompare();
  const map = useMap();
  if (!map) {
    return null;
  }
  const [from, to] = map.colours;
  const colours = SCALE.map(channels => `rgb(${channels.join()})`).join();
  return (
    <span className="jd-Pane-name jd-mod-bottom">
      <span className="jd-num">{from}</span>
      <span
        className="jd-Scale"
        role="img"
        aria-label={say('compare_scale', { from, to })}
        style={{ background: `linear-gradient(90deg, ${colours})` }}
      />
      <span className="jd-num">{say('compare_of_255', { value: to })}</span>
    </span>
  );
}

import { useLayoutEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { paneGrid } from '../place';
import { pairOf } from '../state';
import { useCompare, useCompareState } from './context';
import { PairPane } from './pair-pane';
import { SidePane } from './side-pane';
import { useFocusKept } from './use-focus-kept';

const GAP = 4;

/** Where the pictures are seen: all side by side, or two in one place. */
export function Stage(): ReactElement {
  const { model, say } = useCompare();
  const stage = useRef<HTMLDivElement>(null);
  const room = useRoom(stage);
  const { tray, side } = useCompareState(state => ({
    tray: state.tray,
    side: state.mode === 'side' || pairOf(state) === null
  }));
  useFocusKept(stage, '.jd-Pane.jd-mod-focus');
  const count = side ? tray.length : 1;
  const { columns, rows } = useMemo(() => {
    const picture = {
      width: Math.max(1, ...tray.map(({ width }) => width)),
      height: Math.max(1, ...tray.map(({ height }) => height))
    };
    return paneGrid(count, room, picture);
  }, [tray, count, room]);
  useLayoutEffect(() => {
    model.places.setRoom({
      width: (room.width - GAP * (columns + 1)) / columns,
      height: (room.height - GAP * (rows + 1)) / rows
    });
  }, [room, columns, rows]);
  return (
    <div className="jd-Stage">
      <div
        className="jd-Stage-panes"
        ref={stage}
        style={{
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`
        }}
      >
        {side ? (
          tray.map(({ letter }, at) => (
            <SidePane key={letter} letter={letter} last={at === tray.length - 1} />
          ))
        ) : (
          <PairPane />
        )}
      </div>
      {count === 1 && tray.length === 1 ? <p className="jd-Stage-more">{say('compare_one')}</p> : null}
    </div>
  );
}

function useRoom(element: React.RefObject<HTMLElement>): { width: number; height: number } {
  const [room, setRoom] = useState({ width: 480, height: 360 });
  useLayoutEffect(() => {
    const node = element.current!;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = node;
      if (width > 0 && height > 0) {
        setRoom(before => (before.width === width && before.height === height ? before : { width, height }));
      }
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  return room;
}

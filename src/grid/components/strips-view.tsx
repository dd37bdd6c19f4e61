import { useEffect, useRef, type ReactElement } from 'react';
import { Icon } from '../../icons';
import { alongAxis, places, type Place } from '../arrange';
import { axisLabel } from '../names';
import { stateWords } from '../sentences';
import type { CellView, SweepState } from '../sweep-state';
import type { GridSnapshot, Sheet } from '../view';
import { useGrid } from './context';
import { farPicture, nearPicture } from './picture';

const THUMB = 44;
const keysOf: Record<Place, string[]> = {
  x: ['←', '→'],
  y: ['↑', '↓'],
  xx: ['⇧', '←', '→'],
  yy: ['⇧', '↑', '↓']
};

type Props = { snapshot: GridSnapshot; sweep: SweepState; sheet: Sheet };

/** The neighbours of the picture: along each axis the cells that differ in that axis only. */
export function StripsView({ snapshot, sweep, sheet }: Props): ReactElement {
  const { text } = useGrid();
  const placed = places.flatMap(place => {
    const axis = sheet.arrangement.at[place];
    return axis === null ? [] : [{ axis, keys: keysOf[place] }];
  });
  const pinned = sheet.arrangement.pinned.map(({ axis }) => ({ axis, keys: [] as string[] }));
  return (
    <div className="jd-Strips">
      {[...placed, ...pinned].map(({ axis, keys }) => (
        <div className="jd-Strip-row" key={sweep.axes[axis].id}>
          <span className="jd-Strip-name">
            <b className="jd-cut">{axisLabel(sweep.axes[axis], text)}</b>{' '}
            <span className="jd-Strip-keys">
              {keys.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          </span>
          <Strip snapshot={snapshot} sweep={sweep} axis={axis} />
        </div>
      ))}
    </div>
  );
}

function Strip({
  snapshot,
  sweep,
  axis
}: {
  snapshot: GridSnapshot;
  sweep: SweepState;
  axis: number;
}): ReactElement {
  const { text } = useGrid();
  const { labels } = sweep.axes[axis];
  const neighbours = alongAxis(sweep.axes, sweep.cells, snapshot.focus, axis);
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const node = strip.current;
    const chosen = node?.querySelector<HTMLElement>('.jd-mod-on');
    if (node && chosen && node.scrollWidth > node.clientWidth) {
      // Not scrollIntoView: that would move the notebook too.
      node.scrollLeft = chosen.offsetLeft - (node.clientWidth - chosen.offsetWidth) / 2;
    }
  });
  return (
    <div className="jd-Strip" ref={strip} role="group" aria-label={axisLabel(sweep.axes[axis], text)}>
      {neighbours.map((position, value) =>
        position === null ? null : (
          <StripButton
            key={sweep.cells[position].id}
            snapshot={snapshot}
            cell={sweep.cells[position]}
            label={labels[value]}
            on={position === snapshot.focus}
          />
        )
      )}
    </div>
  );
}

type ButtonProps = { snapshot: GridSnapshot; cell: CellView; label: string; on: boolean };

function StripButton({ snapshot, cell, label, on }: ButtonProps): ReactElement {
  const { model, text } = useGrid();
  const words = cell.state === 'done' ? '' : stateWords(cell, false, text);
  return (
    <button
      className={on ? 'jd-mod-on' : undefined}
      aria-pressed={on}
      aria-label={words ? `${label}, ${words}` : label}
      title={words ? `${label}: ${cell.error?.message ?? words}` : label}
      onClick={() => model.show(cell)}
    >
      <StripPicture snapshot={snapshot} cell={cell} />
      <span className="jd-cut">{label}</span>
    </button>
  );
}

function StripPicture({ snapshot, cell }: { snapshot: GridSnapshot; cell: CellView }): ReactElement {
  const { model } = useGrid();
  if (cell.state === 'failed') {
    return (
      <i className="jd-mod-bad">
        <Icon name="error" />
      </i>
    );
  }
  const near = nearPicture(cell);
  const far = farPicture(cell, {
    client: model.options.client,
    attached: model.attached,
    missing: snapshot.view.missing,
    size: THUMB
  });
  const shown = near ?? (cell.state === 'done' ? far : null);
  return shown ? <img src={shown} alt="" width={THUMB} height={THUMB} draggable={false} /> : <i />;
}

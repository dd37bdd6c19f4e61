import {
  defaultRangeExtractor,
  observeElementRect,
  useVirtualizer,
  type Range
} from '@tanstack/react-virtual';
import { Fragment, memo, useCallback, useLayoutEffect, useMemo, useRef, type ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import { bindingsOf, keyCaps } from '../../actions';
import { Icon } from '../../icons';
import { gridActions } from '../actions';
import { LAYOUT_WORDS as places, type LayoutWord as Place } from '../../../language/names/sweep-words';
import { GAP } from '../lines';
import { axisLabel } from '../names';
import { stateWords } from '../sentences';
import { neighboursOf, type Sheet } from '../sheet';
import type { CellView } from '../sweep-state';
import { useGrid, useSnapshot } from './context';
import { nearPicture, useFarPicture } from './picture';

const THUMB = 44;
/** Pixels of a neighbour until it is drawn, and of a strip in a page that doesn't say. */
const WIDTH = 48;
const USUAL = { width: 2000, height: 64 };

type Props = { axes: readonly PlanAxis[]; sheet: Sheet };

/** The neighbours of the picture: along each axis the cells that differ in that axis only. */
export const StripsView = memo(function StripsView({ axes, sheet }: Props): ReactElement {
  const { text } = useGrid();
  const { at, pinned } = sheet.arrangement;
  const rows: { axis: number; place: Place | null }[] = [
    ...places.flatMap(place => (at[place] === null ? [] : [{ axis: at[place], place }])),
    ...pinned.map(({ axis }) => ({ axis, place: null }))
  ];
  return (
    <div className="jd-Strips">
      {rows.map(({ axis, place }) => (
        <div className="jd-Strip-row" key={axes[axis].id}>
          <span className="jd-Strip-name">
            <b className="jd-cut">{axisLabel(axes[axis], text)}</b>{' '}
            <span className="jd-Strip-keys">
              {keysAlong(place).map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          </span>
          <Strip axes={axes} sheet={sheet} axis={axis} />
        </div>
      ))}
    </div>
  );
});

function keysAlong(place: Place | null): string[] {
  return keyCaps(bindingsOf([gridActions.moveAlong]).filter(({ args }) => args.axis === place)).flat();
}

function Strip({ axes, sheet, axis }: Props & { axis: number }): ReactElement {
  const { model, text } = useGrid();
  const focus = useSnapshot(snapshot => snapshot.focus);
  const { labels } = axes[axis];
  const neighbours = useMemo(() => {
    const { sweep } = model.snapshot;
    const { cells, values } = sweep
      ? neighboursOf(sweep, sheet.arrangement, focus, axis)
      : { cells: [], values: [] };
    return cells.flatMap((position, at) => (position === null ? [] : [{ position, value: values[at] }]));
  }, [sheet.arrangement, sheet.positions, focus, axis]);
  const chosen = neighbours.findIndex(({ position }) => position === focus);
  const strip = useRef<HTMLDivElement>(null);
  const rangeExtractor = useCallback(
    (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), Math.max(0, chosen)])].sort((a, b) => a - b),
    [chosen]
  );
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: neighbours.length,
    getScrollElement: () => strip.current,
    estimateSize: () => WIDTH,
    horizontal: true,
    overscan: 4,
    rangeExtractor,
    gap: GAP,
    initialRect: USUAL,
    observeElementRect: (instance, tell) =>
      observeElementRect(instance, rect => tell(rect.width > 0 ? rect : USUAL))
  });
  useLayoutEffect(() => {
    const node = strip.current;
    const on = node?.querySelector<HTMLElement>('.jd-mod-on');
    if (node && on && node.scrollWidth > node.clientWidth) {
      // Not scrollIntoView: that would move the notebook too.
      node.scrollLeft = on.offsetLeft - (node.clientWidth - on.offsetWidth) / 2;
    }
  }, [focus, neighbours.length]);
  let end = -GAP;
  const skippedTo = (start: number): ReactElement | null => {
    const width = start - end - 2 * GAP;
    return width > 0 ? <span className="jd-Strip-skipped" style={{ width }} aria-hidden="true" /> : null;
  };
  return (
    <div className="jd-Strip" ref={strip} role="group" aria-label={axisLabel(axes[axis], text)}>
      {virtualizer.getVirtualItems().map(({ index, start, end: ends }) => {
        const { position, value } = neighbours[index] ?? { position: -1, value: 0 };
        const skipped = skippedTo(start);
        end = ends;
        return (
          <Fragment key={position}>
            {skipped}
            <StripButton
              position={position}
              label={labels[value]}
              on={position === focus}
              index={index}
              measure={virtualizer.measureElement}
            />
          </Fragment>
        );
      })}
      {skippedTo(virtualizer.getTotalSize() + GAP)}
    </div>
  );
}

type ButtonProps = {
  position: number;
  label: string;
  on: boolean;
  index: number;
  measure(node: HTMLElement | null): void;
};

const StripButton = memo(function StripButton(props: ButtonProps): ReactElement | null {
  const { position, label, on, index, measure } = props;
  const { model, text } = useGrid();
  const cell = useSnapshot(({ sweep }) => sweep?.cells[position]);
  if (!cell) {
    return null;
  }
  const words = cell.state === 'done' ? '' : stateWords(cell, false, text);
  return (
    <button
      type="button"
      ref={measure}
      data-index={index}
      className={on ? 'jd-mod-on' : undefined}
      aria-pressed={on}
      aria-label={words ? [label, words].join(text.say('list_separator')) : label}
      title={words ? text.say('label_and_value', { label, value: cell.error?.message ?? words }) : label}
      onClick={() => model.walk.show(cell)}
    >
      <StripPicture cell={cell} />
      <span className="jd-cut">{label}</span>
    </button>
  );
});

function StripPicture({ cell }: { cell: CellView }): ReactElement {
  const far = useFarPicture(cell, THUMB);
  if (cell.state === 'failed') {
    return (
      <i className="jd-mod-bad">
        <Icon name="error" />
      </i>
    );
  }
  const shown = nearPicture(cell) ?? (cell.state === 'done' ? far : null);
  return shown ? <img src={shown} alt="" width={THUMB} height={THUMB} draggable={false} /> : <i />;
}

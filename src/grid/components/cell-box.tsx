import { memo, useMemo, type CSSProperties, type ReactElement } from 'react';
import { Icon, type IconName } from '../../icons';
import { classes, IconButton } from '../../ui';
import { cellActions } from '../actions';
import { cellName } from '../sentences';
import { isOpen, type CellView } from '../sweep-state';
import { isLive } from '../view';
import { GridButton, GridButtons } from './action';
import { useGrid, useSnapshot } from './context';
import { BlinkPicture } from './blink-picture';
import { isAsked, nearPicture, pictureUrl, useFarPicture } from './picture';

export type CellBoxProps = {
  /** Where it stands in the sweep's cells. */
  position: number;
  /** Column among all of the sheet, from 1, headers included. */
  column: number;
  /** Its tracks. */
  gridRow: number;
  gridColumn: number;
  /** Whether the pointer is over it. */
  hovered: boolean;
};

/** One cell of the sheet, drawn again when it alone changes. Its place and size are the same from queued to done. */
export const CellBox = memo(function CellBox(props: CellBoxProps): ReactElement | null {
  const { position, column, gridRow, gridColumn, hovered } = props;
  const { model, text } = useGrid();
  const { cell, axes, asked, size, focused, next, reference } = useSnapshot(
    ({ sweep, sheet, focus, next: first, ...snapshot }) => {
      const found = sweep?.cells[position];
      return {
        reference: snapshot.reference === position && snapshot.view.reference !== null,
        cell: found,
        axes: sweep?.axes,
        asked:
          found !== undefined && isAsked(found, snapshot.attachment === 'service', snapshot.view.missing),
        size: sheet?.size ?? 0,
        focused: focus === position,
        next: found !== undefined && first === found.id
      };
    }
  );
  const far = useMemo(
    () => (cell && asked ? pictureUrl(cell, model.options.client, size) : null),
    [cell?.image, asked, size]
  );
  const place = useMemo<CSSProperties>(() => ({ gridRow, gridColumn }), [gridRow, gridColumn]);
  if (!cell || !axes) {
    return null;
  }
  const near = nearPicture(cell);
  const shown = cell.state === 'done' ? (far ?? near) : isOpen(cell) ? near : null;
  const failed = cell.state === 'failed';
  return (
    <div
      className={classes(
        'jd-Cell jd-Looked',
        shown && 'jd-mod-drawn',
        failed ? 'jd-mod-failed' : !shown && 'jd-mod-queued',
        cell.mark.flag === 'reject' && 'jd-mod-reject'
      )}
      style={place}
      role="gridcell"
      aria-colindex={column}
      aria-label={cellName({ axes }, cell, next, text)}
      data-cell={cell.id}
      tabIndex={focused ? 0 : -1}
      title={failed ? [cell.error?.message, cell.error?.hint].filter(Boolean).join('\n') : undefined}
    >
      {shown ? <Picture cell={cell} near={near} shown={shown} /> : null}
      {focused ? <BlinkPicture /> : null}
      {failed ? <Failure cell={cell} /> : shown ? null : <Words cell={cell} next={next} />}
      <Tags cell={cell} pictured={shown !== null} reference={reference} />
      {(hovered || focused) && cell.state === 'done' ? <Actions cell={cell} /> : null}
    </div>
  );
});

type PictureProps = { cell: CellView; near: string | null; shown: string };

function Picture({ cell, near, shown }: PictureProps): ReactElement {
  const { model } = useGrid();
  const whole = useFarPicture(cell, null);
  const under = near && shown !== near ? { backgroundImage: `url("${near}")` } : undefined;
  return (
    <img
      src={shown}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={whole !== null}
      // What is dragged is the picture itself, with its recipe, and no small copy of it.
      onDragStart={event =>
        whole && event.dataTransfer.setData('text/uri-list', new URL(whole, document.baseURI).href)
      }
      style={under}
      onError={() => (cell.image && shown !== near ? model.noteMissing(cell.image) : undefined)}
    />
  );
}

function Failure({ cell }: { cell: CellView }): ReactElement {
  const { say } = useGrid().text;
  return (
    <>
      <b>
        <Icon name="error" />
        <span>{say('failed')}</span>
      </b>
      <span className="jd-Cell-reason">{cell.error?.message ?? ''}</span>
      <GridButton action={cellActions.retry} cell={cell} words="room" small tabIndex={-1} />
    </>
  );
}

function Words({ cell, next }: { cell: CellView; next: boolean }): ReactElement | null {
  const { say } = useGrid().text;
  if (cell.state === 'cancelled') {
    return <Icon name="stop" />;
  }
  if (cell.state === 'done') {
    return (
      <span className="jd-Cell-missing">
        <Icon name="reuse" />
        <span>{say('picture_gone')}</span>
      </span>
    );
  }
  return next ? <span>{say('cell_next')}</span> : null;
}

type TagsProps = { cell: CellView; pictured: boolean; reference: boolean };

function Tags({ cell, pictured, reference }: TagsProps): ReactElement {
  const { say } = useGrid().text;
  const { live, tellCached } = useSnapshot(({ attachment, tellCached: tell }) => ({
    live: isLive(attachment),
    tellCached: tell
  }));
  const { flag, rating } = cell.mark;
  // A cell handed to the engine may still wait there for a place in a batch: only a step proves that it is being drawn.
  const drawing = live && isOpen(cell) && (cell.step?.step ?? 0) > 0;
  return (
    <>
      {flag === 'pick' ? (
        <span className="jd-Tag jd-mod-tl jd-mod-flag" title={say('pick')}>
          <Icon name="flag" />
        </span>
      ) : null}
      {flag === 'reject' ? (
        <span className="jd-Tag jd-mod-tl jd-mod-not" title={say('reject')}>
          <Icon name="reject" />
        </span>
      ) : null}
      {drawing ? <StepTag cell={cell} /> : null}
      {rating && !drawing ? (
        <span className="jd-Tag jd-mod-bl" title={say('stars', { stars: rating })}>
          {rating}
          <Icon name="star" />
        </span>
      ) : null}
      {reference ? (
        <span className="jd-Tag jd-mod-tr jd-mod-reference" title={say('reference')}>
          R
        </span>
      ) : null}
      {cell.again ? (
        <span
          className={classes('jd-Tag jd-mod-tr jd-mod-again', `jd-mod-${cell.again.state}`)}
          title={cell.again.message}
        >
          <Icon name={AGAIN_ICONS[cell.again.state]} />
        </span>
      ) : null}
      {cell.cached && tellCached && cell.state === 'done' && pictured ? (
        <span className="jd-Tag jd-mod-br" title={say('from_cache')}>
          <Icon name="cached" />
        </span>
      ) : null}
    </>
  );
}

const AGAIN_ICONS: Record<NonNullable<CellView['again']>['state'], IconName> = {
  waiting: 'retry',
  same: 'ok',
  other: 'warn',
  failed: 'error'
};

function StepTag({ cell }: { cell: CellView }): ReactElement {
  const { say } = useGrid().text;
  const { step, steps } = cell.step ?? { step: 0, steps: cell.params.steps };
  const share = steps > 0 ? (step / steps) * 100 : 0;
  return (
    <span className="jd-Tag jd-mod-bl jd-mod-step">
      <span className="jd-Ring" style={{ '--p': `${share}%` } as CSSProperties} />
      <span className="jd-Tag-words jd-mod-whole">{say('done_of', { done: step, total: steps })}</span>
      <span className="jd-Tag-words jd-mod-short" aria-hidden>
        {step}
      </span>
    </span>
  );
}

function Actions({ cell }: { cell: CellView }): ReactElement {
  const { say } = useGrid().text;
  const attached = useSnapshot(({ attachment }) => attachment === 'service');
  return (
    <span className="jd-Cell-acts">
      <GridButtons
        table={cellActions}
        at={attached ? 'cell' : 'cell-unmarkable'}
        cell={cell}
        words="never"
        tone="bare"
        small
        tabIndex={-1}
      />
      <IconButton
        icon="more"
        small
        tabIndex={-1}
        label={say('more')}
        aria-haspopup="menu"
        data-menu={cell.id}
      />
    </span>
  );
}

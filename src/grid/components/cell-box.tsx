import { memo, useMemo, type CSSProperties, type ReactElement } from 'react';
import { Icon } from '../../icons';
import { canDo } from '../../actions';
import { classes, IconButton } from '../../ui';
import { COMPARED_MIME } from '../../tokens';
import { cellActions } from '../actions';
import { comparedPicture } from '../compare-cell';
import type { PlanAxis } from '../../../schema/wire';
import { varyingFacts } from '../names';
import { cellName } from '../sentences';
import type { Box } from '../size';
import { isOpen, type CellView } from '../sweep-state';
import { isLive } from '../view';
import { GridButton, GridButtons, RetryButtons } from './action';
import { AGAIN_ICONS } from './again-icons';
import { useGrid, useSnapshot } from './context';
import { BlinkPicture } from './blink-picture';
import { LetterTag, useLetter } from './compare-tag';
import { isAsked, nearPicture, pictureUrl } from './picture';
import { useSnapshotGradually } from './use-gradually';
import { useTurn } from './use-turn';

export type CellBoxProps = {
  /** Where it stands in the sweep's cells. */
  position: number;
  /** Column among all of the sheet, from 1, headers included. */
  column: number;
  /** Pixels from the sheet's left edge. */
  left: number;
  /** Whether the pointer is over it. */
  hovered: boolean;
};

/** One cell of the sheet, drawn again when it alone changes. Its place and size are the same from queued to done. */
export const CellBox = memo(function CellBox(props: CellBoxProps): ReactElement | null {
  const { position, column, left, hovered } = props;
  const { text } = useGrid();
  const seen = useCell(position);
  const { cell, axes, far, focused, next, reference, overlay, scale, selected, outside, alike } = seen;
  const letter = useLetter(cell);
  if (!cell || !axes) {
    return null;
  }
  const near = nearPicture(cell);
  const shown = cell.state === 'done' ? (far ?? near) : cell.state === 'failed' ? null : near;
  const failed = cell.state === 'failed';
  const name = [
    cellName({ axes }, cell, next, text),
    letter ? text.say('compare_holds', { letter }) : '',
    alike > 0 ? text.say('cell_alike', { count: alike }) : '',
    outside ? text.say('cell_outside_filter') : ''
  ];
  return (
    <div
      className={classes(
        'jd-Cell jd-Looked',
        shown && 'jd-mod-drawn',
        failed ? 'jd-mod-failed' : !shown && 'jd-mod-queued',
        cell.mark.flag === 'reject' && 'jd-mod-reject',
        outside && 'jd-mod-out',
        selected && 'jd-mod-selected',
        seen.tagging && 'jd-mod-tagging'
      )}
      style={{ left }}
      role="gridcell"
      aria-colindex={column}
      aria-label={name.filter(Boolean).join(text.say('list_separator'))}
      aria-selected={selected}
      data-cell={cell.id}
      tabIndex={focused ? 0 : -1}
      title={failed ? [cell.error?.message, cell.error?.hint].filter(Boolean).join('\n') : undefined}
    >
      {shown ? <Picture cell={cell} near={near} shown={shown} scale={scale} isThere={seen.asked} /> : null}
      {focused ? <BlinkPicture /> : null}
      {failed ? <Failure cell={cell} /> : shown ? null : <Words cell={cell} next={next} />}
      <Tags
        cell={cell}
        pictured={shown !== null}
        reference={reference}
        selected={selected}
        alike={alike}
        live={seen.live}
        tellCached={seen.tellCached}
      />
      <LetterTag letter={letter} />
      {overlay && shown ? <Overlay cell={cell} axes={axes} /> : null}
      {(hovered || focused) && cell.state === 'done' ? <Actions cell={cell} /> : null}
    </div>
  );
});

/** The share of the cell's box that a picture smaller than the largest fills, as `width height` in percent; empty for all of it. */
function scaleOf({ params }: CellView, shape: Box): string {
  const share = (length: number, whole: number): number => Math.round((length * 1000) / whole) / 10;
  const [across, down] = [share(params.width, shape.width), share(params.height, shape.height)];
  return across < 100 || down < 100 ? `${across}% ${down}%` : '';
}

/** What a cell shows of the snapshot. */
function useCell(position: number) {
  const { model } = useGrid();
  const seen = useSnapshotGradually(({ sweep, sheet, focus, next: first, filter, cull, ...snapshot }) => {
    const found = sweep?.cells[position];
    return {
      reference: snapshot.reference === position && snapshot.view.reference !== null,
      overlay: snapshot.view.overlay,
      scale: sheet && found ? scaleOf(found, sheet.shape) : '',
      selected: found !== undefined && cull.selected.has(found.id),
      outside: filter.matches !== null && !filter.matches[position],
      alike: model.likeness.alike(position) ?? 0,
      tagging: cull.tagging && focus === position,
      cell: found,
      axes: sweep?.axes,
      live: isLive(snapshot.attachment),
      tellCached: snapshot.tellCached,
      asked: found !== undefined && isAsked(found, snapshot.attachment === 'service', snapshot.view.missing),
      size: sheet?.size ?? 0,
      focused: focus === position,
      next: found !== undefined && first === found.id
    };
  });
  const { cell, asked, size } = seen;
  const far = useMemo(
    () => (cell && asked ? pictureUrl(cell, model.options.client, size) : null),
    [cell?.image, asked, size]
  );
  return { ...seen, far };
}

function Overlay({ cell, axes }: { cell: CellView; axes: readonly PlanAxis[] }): ReactElement {
  const { text } = useGrid();
  return (
    <span className="jd-Overlay" aria-hidden="true">
      {varyingFacts(axes, cell.index, text).map(({ name, label, value }) => (
        <span key={name}>
          {label} <b>{value}</b>
        </span>
      ))}
    </span>
  );
}

type PictureProps = {
  cell: CellView;
  near: string | null;
  shown: string;
  scale: string;
  /** Whether the service has the picture itself. */
  isThere: boolean;
};

function Picture({ cell, near, shown, scale, isThere }: PictureProps): ReactElement {
  const { model } = useGrid();
  const { isMine, onEnd } = useTurn(shown);
  const [width, height] = scale.split(' ');
  const size = scale === '' ? {} : { width, height, margin: 'auto', inset: 0, position: 'absolute' as const };
  const under = { ...size, ...(near && shown !== near ? { backgroundImage: `url("${near}")` } : {}) };
  return (
    <img
      src={isMine ? shown : (near ?? undefined)}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={isThere}
      // What is dragged is the picture itself, with its recipe and its mark, and no small copy of it.
      onDragStart={event => {
        if (isThere && cell.image) {
          const url = model.options.client.imageUrl(cell.image, { format: 'png', marks: true });
          event.dataTransfer.setData('text/uri-list', new URL(url, document.baseURI).href);
          event.dataTransfer.setData(COMPARED_MIME, JSON.stringify(comparedPicture(model, cell)));
        }
      }}
      style={under}
      onLoad={onEnd}
      onError={() => {
        onEnd();
        if (cell.image && isMine && shown !== near) {
          model.noteMissing(cell.image);
        }
      }}
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
      <RetryButtons cell={cell} words="room" small tabIndex={-1} />
    </>
  );
}

function Words({ cell, next }: { cell: CellView; next: boolean }): ReactElement | null {
  const { model, text } = useGrid();
  const { say } = text;
  if (cell.state === 'cancelled') {
    return <Icon name="stop" />;
  }
  if (cell.state === 'done') {
    return (
      <span className="jd-Cell-missing" title={say('picture_gone')}>
        {canDo(cellActions.draw, { model, cell }) ? (
          <GridButton action={cellActions.draw} cell={cell} words="room" tone="bare" small tabIndex={-1} />
        ) : (
          <>
            <Icon name="reuse" />
            <span>{say('picture_gone')}</span>
          </>
        )}
      </span>
    );
  }
  return next ? <NextWords /> : null;
}

/** That this cell is drawn before all others, and when, where that is not at once. */
function NextWords(): ReactElement {
  const { say } = useGrid().text;
  const isHeld = useSnapshot(({ sweep }) => sweep?.state === 'paused');
  return (
    <span className="jd-Cell-next">
      {say('cell_next')}
      {isHeld ? <span className="jd-Cell-when">{say('once_it_goes_on')}</span> : null}
    </span>
  );
}

type TagsProps = {
  cell: CellView;
  pictured: boolean;
  reference: boolean;
  selected: boolean;
  /** How many other pictures look nearly the same. */
  alike: number;
  /** Whether what is shown is of now. */
  live: boolean;
  /** Whether it is worth saying that a picture was there before. */
  tellCached: boolean;
};

function Tags(props: TagsProps): ReactElement {
  const { cell, pictured, reference, selected, alike, live, tellCached } = props;
  const { say } = useGrid().text;
  const { flag } = cell.mark;
  const isAgain = live && cell.again?.state === 'waiting';
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
      {isAgain ? (
        <span className="jd-Tag jd-mod-bl jd-mod-step" title={cell.again?.message}>
          <span className="jd-Ring jd-mod-endless" />
          <span className="jd-Tag-words jd-mod-whole">{say('again_short')}</span>
        </span>
      ) : null}
      {!drawing && !isAgain ? <SaidTag cell={cell} /> : null}
      {cell.state === 'cancelled' && pictured ? (
        <span className="jd-Tag jd-mod-bl" title={say('cell_cancelled')}>
          <Icon name="stop" />
        </span>
      ) : null}
      {selected ? (
        <span className="jd-Tag jd-mod-tr jd-mod-chosen" title={say('cell_selected')}>
          <Icon name="check" />
        </span>
      ) : null}
      {reference ? (
        <span className="jd-Tag jd-mod-tr jd-mod-reference" title={say('reference')}>
          R
        </span>
      ) : null}
      {cell.again && !isAgain ? (
        <span
          className={classes('jd-Tag jd-mod-tr jd-mod-again', `jd-mod-${cell.again.state}`)}
          title={cell.again.message}
        >
          <Icon name={AGAIN_ICONS[cell.again.state]} />
        </span>
      ) : null}
      {pictured ? (
        <OfOthersTag cached={cell.cached && tellCached && cell.state === 'done'} alike={alike} />
      ) : null}
    </>
  );
}

/** What the picture has to do with others: it was there before, and some look nearly the same. */
function OfOthersTag({ cached, alike }: { cached: boolean; alike: number }): ReactElement | null {
  const { say } = useGrid().text;
  if (!cached && alike === 0) {
    return null;
  }
  const words = [cached ? say('from_cache') : '', alike > 0 ? say('near_duplicates', { count: alike }) : ''];
  return (
    <span
      className={classes('jd-Tag jd-mod-br', alike > 0 && 'jd-mod-alike')}
      title={words.filter(Boolean).join('\n')}
    >
      {cached ? <Icon name="cached" /> : null}
      {alike > 0 ? `≈ ${alike}` : null}
    </span>
  );
}

/** Stars and tags: quiet, since the picture comes first. */
function SaidTag({ cell }: { cell: CellView }): ReactElement | null {
  const { say } = useGrid().text;
  const { rating, tags } = cell.mark;
  if (!rating && tags.length === 0) {
    return null;
  }
  const words = tags.join(say('list_separator'));
  return (
    <span
      className={classes('jd-Tag jd-mod-bl', tags.length > 0 && 'jd-mod-tags')}
      title={[rating ? say('stars', { stars: rating }) : '', words].filter(Boolean).join('\n')}
    >
      {rating ? (
        <>
          {rating}
          <Icon name="star" />
        </>
      ) : null}
      {tags.length > 0 ? (
        <>
          <Icon name="tag" />
          <span className="jd-Tag-said jd-cut">{words}</span>
        </>
      ) : null}
    </span>
  );
}

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

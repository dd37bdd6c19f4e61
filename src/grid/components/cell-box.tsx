import { memo, useMemo, type CSSProperties, type ReactElement } from 'react';
import { Icon } from '../../icons';
import type { CellView } from '../sweep-state';
import { isOpen } from '../sweep-state';
import { useGrid } from './context';
import { nearPicture } from './picture';

export type CellBoxProps = {
  cell: CellView;
  /** How it is read aloud. */
  name: string;
  column: number;
  place: CSSProperties;
  /** The service's picture, when it can be asked for. */
  far: string | null;
  /** True for the one cell that the Tab key reaches. */
  tabStop: boolean;
  /** Whether the actions are drawn: the cell has the keyboard or the pointer. */
  acting: boolean;
  next: boolean;
  /** Whether marks can be set. */
  markable: boolean;
  /** Whether "from cache" says something, because not every cell is. */
  tellCached: boolean;
  /** Whether what failed can be tried again. */
  retryable: boolean;
  /** Whether a cell that was being drawn may still be. */
  live: boolean;
};

/** One cell of the sheet. Its place and size are the same from queued to done. */
export const CellBox = memo(function CellBox(props: CellBoxProps): ReactElement {
  const { cell, name, column, place, tabStop, far } = props;
  const { text } = useGrid();
  const near = useMemo(() => nearPicture(cell), [cell]);
  const shown = cell.state === 'done' ? (far ?? near) : isOpen(cell) ? near : null;
  const classes = ['jd-Cell', ...stateClasses(cell, shown)];
  const failed = cell.state === 'failed';
  return (
    <div
      className={classes.join(' ')}
      style={place}
      role="gridcell"
      aria-colindex={column}
      aria-label={name}
      data-cell={cell.id}
      tabIndex={tabStop ? 0 : -1}
      title={failed ? failureTitle(cell) : undefined}
    >
      {shown ? <Picture cell={cell} near={near} shown={shown} /> : null}
      {failed ? <Failure {...props} /> : shown ? null : <Words {...props} />}
      <Tags {...props} pictured={shown !== null} />
      {props.acting && cell.state === 'done' ? (
        <Actions cell={cell} markable={props.markable} text={text} />
      ) : null}
    </div>
  );
});

function stateClasses(cell: CellView, shown: string | null): string[] {
  const classes = shown ? ['jd-mod-drawn'] : [];
  if (cell.state === 'failed') {
    classes.push('jd-mod-failed');
  } else if (!shown) {
    classes.push('jd-mod-queued');
  }
  if (cell.mark.flag === 'reject') {
    classes.push('jd-mod-reject');
  }
  return classes;
}

type PictureProps = { cell: CellView; near: string | null; shown: string };

function Picture({ cell, near, shown }: PictureProps): ReactElement {
  const { model } = useGrid();
  const under = near && shown !== near ? { backgroundImage: `url("${near}")` } : undefined;
  return (
    <img
      src={shown}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      style={under}
      onError={() => (cell.image && shown !== near ? model.noteMissing(cell.image) : undefined)}
    />
  );
}

function Failure({ cell, retryable }: CellBoxProps): ReactElement {
  const { model, text } = useGrid();
  const { trans } = text;
  return (
    <>
      <b>
        <Icon name="error" />
        <span>{trans.__('Failed')}</span>
      </b>
      <span className="jd-Cell-reason">{cell.error?.message ?? ''}</span>
      {retryable ? (
        <button className="jd-Button jd-mod-small" tabIndex={-1} onClick={() => model.retry()}>
          <Icon name="retry" />
          <span className="jd-word">{trans.__('Retry')}</span>
        </button>
      ) : null}
    </>
  );
}

function Words({ cell, next }: CellBoxProps): ReactElement | null {
  const { trans } = useGrid().text;
  if (cell.state === 'cancelled') {
    return <Icon name="stop" />;
  }
  if (cell.state === 'done') {
    return (
      <span className="jd-Cell-missing">
        <Icon name="reuse" />
        <span>{trans.__('Picture missing')}</span>
      </span>
    );
  }
  return next ? <span>{trans.__('next')}</span> : null;
}

function Tags({ cell, tellCached, pictured, live }: CellBoxProps & { pictured: boolean }): ReactElement {
  const { trans } = useGrid().text;
  const { flag, rating } = cell.mark;
  // A cell handed to the engine may still wait there for a place in a batch: only a step proves that it is being drawn.
  const drawing = live && isOpen(cell) && (cell.step?.step ?? 0) > 0;
  return (
    <>
      {flag === 'pick' ? (
        <span className="jd-Tag jd-mod-tl jd-mod-flag" title={trans.__('Pick')}>
          <Icon name="flag" />
        </span>
      ) : null}
      {flag === 'reject' ? (
        <span className="jd-Tag jd-mod-tl jd-mod-not" title={trans.__('Reject')}>
          <Icon name="reject" />
        </span>
      ) : null}
      {drawing ? <StepTag cell={cell} /> : null}
      {rating && !drawing ? (
        <span className="jd-Tag jd-mod-bl" title={trans._n('%1 star', '%1 stars', rating)}>
          {rating}
          <Icon name="star" />
        </span>
      ) : null}
      {cell.cached && tellCached && cell.state === 'done' && pictured ? (
        <span className="jd-Tag jd-mod-br" title={trans.__('From cache')}>
          <Icon name="cached" />
        </span>
      ) : null}
    </>
  );
}

function StepTag({ cell }: { cell: CellView }): ReactElement {
  const { trans } = useGrid().text;
  const { step, steps } = cell.step ?? { step: 0, steps: cell.params.steps };
  const share = steps > 0 ? (step / steps) * 100 : 0;
  return (
    <span className="jd-Tag jd-mod-bl jd-mod-step">
      <span className="jd-Ring" style={{ '--p': `${share}%` } as CSSProperties} />
      <span className="jd-Tag-words">{trans.__('%1 of %2', step, steps)}</span>
    </span>
  );
}

type ActionsProps = { cell: CellView; markable: boolean; text: ReturnType<typeof useGrid>['text'] };

function Actions({ cell, markable, text }: ActionsProps): ReactElement {
  const { model } = useGrid();
  const { trans } = text;
  const { flag } = cell.mark;
  const button = 'jd-Button jd-mod-bare jd-mod-small jd-mod-icon';
  return (
    <span className="jd-Cell-acts">
      {markable ? (
        <>
          <button
            className={flag === 'pick' ? `${button} jd-mod-on` : button}
            tabIndex={-1}
            title={trans.__('Pick (P)')}
            aria-label={trans.__('Pick')}
            aria-pressed={flag === 'pick'}
            onClick={() => model.mark(cell, { flag: flag === 'pick' ? null : 'pick' })}
          >
            <Icon name="flag" />
          </button>
          <button
            className={flag === 'reject' ? `${button} jd-mod-on` : button}
            tabIndex={-1}
            title={trans.__('Reject (X)')}
            aria-label={trans.__('Reject')}
            aria-pressed={flag === 'reject'}
            onClick={() => model.mark(cell, { flag: flag === 'reject' ? null : 'reject' })}
          >
            <Icon name="reject" />
          </button>
        </>
      ) : (
        <button
          className={button}
          tabIndex={-1}
          title={trans.__('Copy seed')}
          aria-label={trans.__('Copy seed')}
          onClick={() => model.actions.copySeed(cell)}
        >
          <Icon name="copy" />
        </button>
      )}
      <button
        className={button}
        tabIndex={-1}
        title={trans.__('More')}
        aria-label={trans.__('More')}
        aria-haspopup="menu"
        data-menu={cell.id}
      >
        <Icon name="more" />
      </button>
    </span>
  );
}

function failureTitle({ error }: CellView): string {
  return [error?.message, error?.hint].filter(Boolean).join('\n');
}

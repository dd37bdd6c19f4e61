import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type RefObject
} from 'react';
import { createPortal } from 'react-dom';
import { isVariantName } from '../../../language/names/sweep-words';
import { fieldItems, fieldValues, writtenList } from '../../../language/cell/editor';
import { between, guess } from '../../../schema/messages/duration';
import type { Plan, PlanAxis } from '../../../schema/wire';
import { askLists } from '../../lists';
import { Button, classes, Field, IconButton, Note, openMenu, sentences } from '../../ui';
import type { TypedRow } from '../axes/axis-edits';
import { isPictures } from '../axes/batch-text';
import { sameRow } from '../axes/changed-text';
import { valuesBeyond } from '../axes/refine';
import { choicesFor } from '../axes/choices';
import type { GridModel } from '../grid-model';
import { axisLabel } from '../names';
import { useGrid, useSnapshot } from './context';

type Root = RefObject<HTMLElement>;

/** The field for more values of an axis, with what they mean and take. It floats, so that nothing moves while one writes. */
export function AddValues({ root }: { root: Root }): ReactElement | null {
  const isOpen = useSnapshot(({ edits }) => edits.rows !== null);
  return isOpen ? createPortal(<Popover root={root} />, document.body) : null;
}

function Popover({ root }: { root: Root }): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const { edits, axes } = useSnapshot(snapshot => ({
    edits: snapshot.edits,
    axes: snapshot.sweep?.axes ?? []
  }));
  const { rows, around, anchor } = edits;
  const node = useRef<HTMLDivElement>(null);
  usePlace(node, root, anchor);
  useEffect(() => node.current?.querySelector<HTMLInputElement>('input')?.focus(), []);
  const close = (): void => {
    model.edits.close();
    const from = root.current?.querySelector<HTMLElement>(anchor);
    (from?.tabIndex === undefined || from.tabIndex < 0
      ? root.current?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]')
      : from
    )?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      void model.edits.draw();
    }
  };
  const shown = (rows ?? []).flatMap(row => {
    const axis = axes.find(({ id }) => id === row.axis);
    return axis ? [{ row, axis }] : [];
  });
  const [first] = shown;
  const title = around
    ? say('refine_title', { cell: around })
    : first && isPictures(first.axis)
      ? say('add_pictures')
      : say('add_values_to', { axis: first ? axisLabel(first.axis, text) : '' });
  return (
    <div
      className="jd jd-AddValues"
      lang={text.language === 'zh_CN' ? 'zh-CN' : 'en'}
      role="dialog"
      aria-label={title}
      ref={node}
      onKeyDown={onKeyDown}
    >
      <div className="jd-line">
        <b className="jd-grow jd-cut">{title}</b>
        <IconButton icon="close" small label={say('close')} onClick={close} />
      </div>
      {shown.map(({ row, axis }) => (
        <Row key={row.axis} row={row} axis={axis} alone={shown.length === 1} />
      ))}
      <Price model={model} />
    </div>
  );
}

function Row({ row, axis, alone }: { row: TypedRow; axis: PlanAxis; alone: boolean }): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const label = axisLabel(axis, text);
  const faults = model.edits.faultsOf(row);
  const [choices, setChoices] = useState<string[] | null>(null);
  const hasChoices = axis.params.length === 1 && choicesFor(axis.params[0], null) !== null;
  const type = (typed: string): void => model.edits.type(row.axis, typed);
  const choose = async (anchor: Element): Promise<void> => {
    const all =
      choices ?? choicesFor(axis.params[0], await askLists(model.options.client).catch(() => null)) ?? [];
    setChoices(all);
    const taken = fieldValues(model.snapshot.edits.rows?.find(each => each.axis === row.axis)?.typed ?? '');
    const isThere = (name: string): boolean => axis.values.some(([value]) => String(value) === name);
    openMenu(
      all
        .filter(name => !isThere(name))
        .map(name => ({
          label: name,
          checked: taken.includes(name),
          run: () =>
            type(writtenList(taken.includes(name) ? taken.filter(each => each !== name) : [...taken, name]))
        })),
      anchor
    );
  };
  return (
    <div className="jd-AddValues-row">
      {alone ? null : <span className="jd-quiet jd-cut">{label}</span>}
      <Field wrong={faults.length > 0}>
        <input
          type="text"
          value={row.typed}
          spellCheck={false}
          autoComplete="off"
          aria-label={isPictures(axis) ? say('pictures_more') : say('new_values_of', { axis: label })}
          aria-invalid={faults.length > 0}
          placeholder={exampleOf(axis, model)}
          onChange={event => type(event.target.value)}
        />
        {hasChoices ? (
          <IconButton
            icon="down"
            small
            label={say('add_values')}
            aria-haspopup="menu"
            onClick={event => void choose(event.currentTarget)}
          />
        ) : null}
      </Field>
      <NewChips row={row} axis={axis} faults={faults} />
      {faults.length > 0 ? (
        <Note tone="bad">{sentences(...faults.map(({ message }) => message))}</Note>
      ) : null}
    </div>
  );
}

function exampleOf(axis: PlanAxis, { options }: GridModel): string {
  const { say } = options.text;
  if (isPictures(axis)) {
    return say('pictures_more');
  }
  if (isVariantName(axis.id)) {
    return say('write_more_words');
  }
  const example = valuesBeyond(axis).join(',');
  return example === '' ? '' : say('values_such_as', { example });
}

type ChipsProps = { row: TypedRow; axis: PlanAxis; faults: readonly { start: number; length: number }[] };

/** What the text means: each value dashed while it is to be drawn, solid where its pictures are there. */
function NewChips({ row, axis, faults }: ChipsProps): ReactElement | null {
  const { model, text } = useGrid();
  const { say } = text;
  const { priced } = model.edits;
  const after = priced?.axes.find(({ id }) => id === axis.id);
  const chips = after
    ? after.labels.flatMap((label, k) =>
        axis.values.some(value => sameRow(value, after.values[k]))
          ? []
          : [{ label, tone: after.to_draw[k] > 0 ? 'new' : undefined }]
      )
    : itemsOf(axis, row.typed).map(({ value, start, length }) => ({
        label: value,
        tone: faults.some(
          fault => fault.start < start + length && start < fault.start + Math.max(1, fault.length)
        )
          ? 'wrong'
          : undefined
      }));
  return chips.length === 0 ? null : (
    <ul className="jd-Chips">
      {chips.slice(0, CHIPS_MAX).map(({ label, tone }, k) => (
        <li key={k} className="jd-Chips-item">
          <span
            className={classes('jd-Chip', tone && `jd-mod-${tone}`)}
            title={tone === 'new' ? say('not_drawn_yet') : after ? say('drawn_already') : undefined}
          >
            <span className="jd-cut">{label}</span>
          </span>
        </li>
      ))}
      {chips.length > CHIPS_MAX ? (
        <li className="jd-Chips-item jd-quiet">{say('and_more', { count: chips.length - CHIPS_MAX })}</li>
      ) : null}
    </ul>
  );
}

const CHIPS_MAX = 12;

function itemsOf({ id }: PlanAxis, typed: string): { value: string; start: number; length: number }[] {
  // How many is no value; which pictures these are the plan tells.
  if (isPictures({ id })) {
    return [];
  }
  return isVariantName(id)
    ? typed.split('|').flatMap(part => (part.trim() ? [{ value: part.trim(), start: 0, length: 0 }] : []))
    : fieldItems(typed).filter(({ value }) => value !== '');
}

/** What it takes, and the button that says what it does. */
function Price({ model }: { model: GridModel }): ReactElement {
  const { say, language } = model.options.text;
  const { edits, done } = useSnapshot(({ edits: state, sweep }) => ({
    edits: state,
    done: sweep?.cells.filter(({ state: of }) => of === 'done').length ?? 0
  }));
  const { plan, sending, refused, rows } = edits;
  const isWrong = rows?.some(row => model.edits.faultsOf(row).length > 0) ?? false;
  const priced = isWrong ? null : model.edits.priced;
  const failure =
    refused ?? (!isWrong && (plan.kind === 'wrong' || plan.kind === 'away') ? plan.failure : null);
  const fresh = model.edits.newCells;
  const words = priced
    ? fresh === 0
      ? say('values_are_there')
      : [
          say('new_cells', { cells: fresh, cached: Math.max(0, priced.cached - done) }),
          ...costOf(priced)
        ].join(' · ')
    : plan.kind === 'planning' && !isWrong
      ? say('counting_price')
      : say('write_values');
  const draws = priced ? priced.cells - priced.cached : 0;
  return (
    <>
      {failure ? (
        <Note tone="bad">{sentences(failure.error.message, failure.error.hint)}</Note>
      ) : (
        <p className="jd-quiet" aria-live="polite">
          {words}
        </p>
      )}
      {priced && fresh > 0 ? (
        <Button
          tone="primary"
          className="jd-AddValues-do"
          icon={draws > 0 ? 'play' : 'grid'}
          label={draws > 0 ? say('draw_cells', { cells: draws }) : say('show_cells', { cells: priced.cells })}
          aria-busy={sending}
          onClick={() => void model.edits.draw()}
        />
      ) : null}
    </>
  );

  function costOf({ cells, cached, unet_evals, eta_s, eta_range_s }: Plan): string[] {
    const time = eta_range_s ? between(eta_range_s, language) : guess(eta_s, language);
    return cells === cached ? [] : [say('evaluations', { count: unet_evals.planned }), time];
  }
}

const MARGIN = 8;

/** Keeps the field at what it hangs from, within the window, whatever scrolls. */
function usePlace(node: RefObject<HTMLElement>, root: Root, anchor: string): void {
  useLayoutEffect(() => {
    const own = node.current;
    if (!own) {
      return undefined;
    }
    const place = (): void => {
      const from = root.current?.querySelector(anchor) ?? root.current;
      if (!from) {
        return;
      }
      // A grid in a tab behind another, or scrolled out of its notebook, is not in the page: what was written waits for it.
      const isSeen = root.current !== null && root.current.getClientRects().length > 0;
      own.style.visibility = isSeen ? 'visible' : 'hidden';
      const { left, top, bottom } = from.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = own;
      const below = bottom + 4 + height <= window.innerHeight - MARGIN;
      const clamp = (at: number, most: number): number => Math.max(MARGIN, Math.min(at, most - MARGIN));
      own.style.left = `${clamp(left, window.innerWidth - width)}px`;
      own.style.top = `${clamp(below ? bottom + 4 : top - height - 4, window.innerHeight - height)}px`;
    };
    place();
    const observer = new ResizeObserver(place);
    observer.observe(own);
    if (root.current) {
      observer.observe(root.current);
    }
    document.addEventListener('scroll', place, { capture: true, passive: true });
    window.addEventListener('resize', place);
    return () => {
      observer.disconnect();
      document.removeEventListener('scroll', place, { capture: true });
      window.removeEventListener('resize', place);
    };
  }, [anchor]);
}

import {
  useEffect,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode
} from 'react';
import { Icon } from '../../icons';
import { places, type Place } from '../arrange';
import { openMenu, type MenuItem } from '../menus';
import { axisLabel } from '../names';
import { SIZE_MAX, SIZE_MIN } from '../size';
import type { SweepState } from '../sweep-state';
import type { GridSnapshot, Sheet } from '../view';
import { useGrid } from './context';

type BarProps = {
  label: string;
  /** True where so much stands in it that words must go earlier. */
  many?: boolean;
  children: ReactNode;
};

/** A toolbar: one tab stop, arrows within. */
export function Bar({ label, many, children }: BarProps): ReactElement {
  const bar = useRef<HTMLDivElement>(null);
  const controls = (): HTMLElement[] => [
    ...(bar.current?.querySelectorAll<HTMLElement>('button, input, a') ?? [])
  ];
  const keepOne = (chosen?: HTMLElement): void => {
    const all = controls();
    const stop = chosen ?? all.find(each => each.tabIndex === 0) ?? all[0];
    all.forEach(each => (each.tabIndex = each === stop ? 0 : -1));
  };
  useEffect(() => keepOne());
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = controls();
    const at = all.indexOf(event.target as HTMLElement);
    const slider = (event.target as HTMLElement).tagName === 'INPUT';
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined && at >= 0 && !slider) {
      event.preventDefault();
      event.stopPropagation();
      all[(to + all.length) % all.length].focus();
    }
  };
  return (
    <div
      className={many ? 'jd-Bar jd-mod-many' : 'jd-Bar'}
      role="toolbar"
      aria-label={label}
      ref={bar}
      onKeyDown={onKeyDown}
      onFocus={event => keepOne(event.target as HTMLElement)}
    >
      {children}
    </div>
  );
}

type Props = { snapshot: GridSnapshot; sweep: SweepState; sheet: Sheet };

/** Where axes lie, how large cells are, which view, and what can be taken along. */
export function Toolbar({ snapshot, sweep, sheet }: Props): ReactElement {
  const { model, text } = useGrid();
  const { trans } = text;
  const used = places.filter(place => sheet.layout[place] !== undefined);
  const shown =
    used.length === 0 ? [] : places.filter(place => place === 'x' || place === 'y' || used.includes(place));
  const focused = sweep.cells[snapshot.focus];
  return (
    <Bar label={trans.__('Grid')} many={shown.length + sheet.arrangement.pinned.length > 3}>
      {sweep.axes.length > 0
        ? shown.map(place => (
            <PlacePick key={place} place={place} sweep={sweep} sheet={sheet} afterFirst={place === 'x'} />
          ))
        : null}
      {sheet.arrangement.pinned.map(({ axis, value }) => (
        <PinPick key={sweep.axes[axis].id} sweep={sweep} axis={axis} value={value} />
      ))}
      {sweep.axes.length > 0 ? <span className="jd-Bar-rule jd-size" /> : null}
      <SizeSlider size={sheet.size} />
      <span className="jd-Bar-rule" />
      <ViewSwitch onFull={() => focused && model.open(focused.id)} />
      <span className="jd-grow" />
      {sweep.text ? (
        <button
          className="jd-Button jd-mod-bare"
          title={trans.__('Copy the text of this sweep')}
          aria-label={trans.__('Copy the text of this sweep')}
          onClick={() => model.actions.copySweepText()}
        >
          <Icon name={snapshot.view.just === 'sweep' ? 'check' : 'copy'} />
          <span className="jd-word">
            {snapshot.view.just === 'sweep' ? trans.__('Copied') : trans.__('Copy')}
          </span>
        </button>
      ) : null}
      {model.attached ? (
        <button
          className="jd-Button jd-mod-bare"
          title={trans.__('Download the contact sheet: all pictures with their labels')}
          aria-label={trans.__('Contact sheet')}
          onClick={() => model.actions.downloadSheet()}
        >
          <Icon name="export" />
          <span className="jd-word">{trans.__('Contact sheet')}</span>
        </button>
      ) : null}
      <MoreButton sheet={sheet} sweep={sweep} />
    </Bar>
  );
}

function SizeSlider({ size }: { size: number }): ReactElement {
  const { model, text } = useGrid();
  const { trans } = text;
  return (
    <label className="jd-size">
      <span>{trans.__('Size')}</span>
      <input
        className="jd-Slider"
        type="range"
        min={SIZE_MIN}
        max={SIZE_MAX}
        step={4}
        value={size}
        aria-label={trans.__('Cell size')}
        aria-valuetext={trans.__('%1 pixels', size)}
        title={trans.__('Size of all cells (+ and −)')}
        onChange={event => model.setSize(Number(event.target.value))}
      />
    </label>
  );
}

function ViewSwitch({ onFull }: { onFull(): void }): ReactElement {
  const { trans } = useGrid().text;
  return (
    <span className="jd-Segments" role="radiogroup" aria-label={trans.__('View')}>
      <button
        className="jd-Button jd-mod-on"
        role="radio"
        aria-checked="true"
        aria-label={trans.__('Grid')}
        title={trans.__('Grid')}
      >
        <Icon name="grid" />
        <span className="jd-word">{trans.__('Grid')}</span>
      </button>
      <button
        className="jd-Button"
        role="radio"
        aria-checked="false"
        aria-label={trans.__('Full picture')}
        title={trans.__('Full picture (Enter)')}
        onClick={onFull}
      >
        <Icon name="zoom" />
        <span className="jd-word">{trans.__('Full picture')}</span>
      </button>
    </span>
  );
}

type PickProps = { place: Place; sweep: SweepState; sheet: Sheet; afterFirst: boolean };

function PlacePick({ place, sweep, sheet, afterFirst }: PickProps): ReactElement {
  const { model, text } = useGrid();
  const { trans } = text;
  const id = sheet.layout[place];
  const axis = sweep.axes.find(each => each.id === id);
  const title = placeLabel(place, text);
  const name = axis ? axisLabel(axis, text) : trans.__('none');
  return (
    <>
      <button
        className="jd-Pick"
        aria-haspopup="menu"
        aria-label={`${title}: ${name}`}
        title={`${title}: ${name}`}
        onClick={event => openMenu(axisItems(model, place, sweep, sheet), event.currentTarget)}
      >
        <em>{title}</em> <span className="jd-cut">{name}</span>
        <Icon name="down" />
      </button>
      {afterFirst ? (
        <button
          className="jd-Button jd-mod-bare jd-mod-icon"
          aria-label={trans.__('Swap columns and rows')}
          title={trans.__('Swap columns and rows')}
          onClick={() => model.swap()}
        >
          <Icon name="swap" />
        </button>
      ) : null}
    </>
  );
}

function PinPick({ sweep, axis, value }: { sweep: SweepState; axis: number; value: number }): ReactElement {
  const { model, text } = useGrid();
  const { id, labels } = sweep.axes[axis];
  const name = axisLabel(sweep.axes[axis], text);
  const items = labels.map((label, each) => ({
    label,
    checked: each === value,
    run: () => model.pin(id, each)
  }));
  return (
    <button
      className="jd-Pick"
      aria-haspopup="menu"
      aria-label={`${name}: ${labels[value]}`}
      title={`${name}: ${labels[value]}`}
      onClick={event => openMenu(items, event.currentTarget)}
    >
      <em>{name}</em> <span className="jd-cut">{labels[value]}</span>
      <Icon name="down" />
    </button>
  );
}

function MoreButton({ sweep, sheet }: { sweep: SweepState; sheet: Sheet }): ReactElement {
  const { model, text } = useGrid();
  const { trans } = text;
  const open = (event: MouseEvent): void => {
    const free = places.filter(
      place => sheet.layout[place] === undefined && (place === 'xx' || place === 'yy')
    );
    const items: (MenuItem | null)[] = [
      sweep.job && model.options.bridge
        ? { label: trans.__('Open in a tab of its own'), run: () => model.actions.openInTab() }
        : null,
      ...(sweep.axes.length > 1 && sweep.axes.length <= 4
        ? free.map(place => ({
            label: placeLabel(place, text),
            run: () => openMenu(axisItems(model, place, sweep, sheet), event.target as Element)
          }))
        : []),
      'separator',
      { label: trans.__('Larger cells'), keys: '+', run: () => void model.run({ do: 'size', direction: 1 }) },
      {
        label: trans.__('Smaller cells'),
        keys: '-',
        run: () => void model.run({ do: 'size', direction: -1 })
      },
      { label: trans.__('All cells 1 : 1'), keys: 'Z', run: () => void model.run({ do: 'actualSize' }) },
      'separator',
      { label: trans.__('Keys'), keys: '?', run: () => model.toggleHelp() }
    ];
    openMenu(
      items.filter(item => item !== null),
      event.currentTarget
    );
  };
  return (
    <button
      className="jd-Button jd-mod-bare jd-mod-icon"
      aria-label={trans.__('More')}
      title={trans.__('More')}
      aria-haspopup="menu"
      onClick={open}
    >
      <Icon name="more" />
    </button>
  );
}

function axisItems(
  model: ReturnType<typeof useGrid>['model'],
  place: Place,
  sweep: SweepState,
  sheet: Sheet
): MenuItem[] {
  const { text } = model.options;
  const now = sheet.layout[place];
  return [
    ...sweep.axes.map(axis => ({
      label: axisLabel(axis, text),
      checked: axis.id === now,
      run: () => model.assign(place, axis.id)
    })),
    { label: text.trans.__('none'), checked: now === undefined, run: () => model.assign(place, null) }
  ];
}

function placeLabel(place: Place, { trans }: ReturnType<typeof useGrid>['text']): string {
  switch (place) {
    case 'x':
      return trans.__('Columns');
    case 'y':
      return trans.__('Rows');
    case 'xx':
      return trans.__('Outer columns');
    case 'yy':
      return trans.__('Outer rows');
  }
}

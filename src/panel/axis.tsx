import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { Parameter } from '../../schema/catalogue';
import { Icon } from '../icons';
import { CHIPS_MAX, chipsOf, withoutChip, type Chip } from './chips';
import { fieldId, TextField } from './field';
import { backToOne, fieldOf, LAYOUT_PLACES, place, placeOf, setText, type LayoutPlace } from './form';
import { fieldItems, fieldValues, saysSeveral, writtenList } from '../../language/cell/editor';
import { choicesOf } from './shown';
import { classes, IconButton, Note, usePanel } from './view';
import type { FieldFaults } from './param';

type AxisProps = { name: string; parameter: Parameter; label: string; faults: FieldFaults };

/** A parameter with several values, in the place of its field: one text in the cell's grammar, and chips that show what it means. */
export function AxisBlock({ name, parameter, label, faults }: AxisProps): ReactElement {
  const { model, state, words } = usePanel();
  const { trans } = words;
  const { form } = state;
  const field = fieldOf(form, name);
  const choices = choicesOf(parameter, state.lists, state.form);
  const chips = chipsOf(name, field, model.lastPlan, faults.places);
  const noteId = `jd-wrong-${name}`;
  const toOne = (): void => {
    const first = fieldItems(field.text)[0]?.text ?? '';
    model.edit(backToOne(form, name, saysSeveral(first) ? (chips[0]?.label ?? '') : first));
    model.focusOn(name);
  };
  const edit = (text: string): void => model.edit(setText(model.state.form, name, text));
  const where = placeOf(form, name);
  return (
    <div
      className="jd-Axis"
      data-param={name}
      role="group"
      aria-label={trans._n('Axis: %2, %1 value', 'Axis: %2, %1 values', chips.length, label)}
      onKeyDown={event => {
        if (event.altKey && event.code === 'KeyA') {
          event.preventDefault();
          toOne();
        }
      }}
    >
      <div className="jd-Axis-head">
        <label htmlFor={choices ? undefined : fieldId(name)} title={parameter.help[words.language]}>
          {label}
        </label>
        <PlaceButton name={name} where={where} />
        <IconButton icon="close" small label={trans.__('Back to one value')} onClick={toOne} />
      </div>
      {!choices && (
        <TextField
          name={name}
          parameter={parameter}
          label={label}
          value={field.text}
          shown={{ text: '', origin: 'user' }}
          wrong={faults.messages.length > 0 ? noteId : undefined}
          onChange={edit}
        >
          {name.includes('seed') && (
            <IconButton
              icon="dice"
              small
              label={trans.__('New random seeds')}
              onClick={() => edit(newSeeds(chips.length))}
            />
          )}
        </TextField>
      )}
      <Chips
        chips={chips}
        onRemove={k => {
          const values = fieldValues(field.text).filter((_, at) => at !== k);
          edit(choices ? writtenList(values) : withoutChip(name, chips, k));
        }}
      >
        {choices && (
          <AddChoice
            label={label}
            choices={choices}
            taken={fieldValues(field.text)}
            onChange={values => edit(writtenList(values))}
          />
        )}
      </Chips>
      {faults.messages.length > 0 && (
        <Note tone="bad" id={noteId}>
          {faults.messages.join(' ')}
        </Note>
      )}
    </div>
  );
}

function PlaceButton({ name, where }: { name: string; where: LayoutPlace | null }): ReactElement {
  const { model, words, showMenu } = usePanel();
  const { trans } = words;
  const names: Record<LayoutPlace, string> = {
    x: trans.__('Columns'),
    y: trans.__('Rows'),
    xx: trans.__('Outer columns'),
    yy: trans.__('Outer rows')
  };
  const shown = where ? names[where] : trans.__('Anywhere');
  return (
    <button
      type="button"
      className="jd-Button jd-mod-bare jd-mod-small"
      aria-haspopup="menu"
      aria-label={trans.__('Where this axis lies: %1', shown)}
      title={trans.__('Where this axis lies')}
      onClick={event =>
        showMenu(
          LAYOUT_PLACES.map(each => ({
            label: names[each],
            checked: each === where,
            run: () => model.edit(place(model.state.form, name, each))
          })),
          event.currentTarget
        )
      }
    >
      <span>{shown}</span>
      <Icon name="down" />
    </button>
  );
}

type ChipsProps = { chips: readonly Chip[]; onRemove(index: number): void; children?: React.ReactNode };

/** A list with one tab stop: arrows move, Delete takes a value out. */
function Chips({ chips, onRemove, children }: ChipsProps): ReactElement {
  const { trans } = usePanel().words;
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const shown = chips.length > CHIPS_MAX ? chips.slice(0, CHIPS_MAX - 1) : chips;
  const current = Math.min(at, shown.length - 1);
  const go = (to: number): void => {
    const next = Math.max(0, Math.min(shown.length - 1, to));
    setAt(next);
    list.current?.querySelectorAll<HTMLElement>('[data-chip]')[next]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowLeft: current - 1,
      ArrowRight: current + 1,
      Home: 0,
      End: shown.length - 1
    };
    const onChip = (event.target as HTMLElement).hasAttribute('data-chip');
    if (onChip && event.key in moves) {
      event.preventDefault();
      go(moves[event.key]);
    } else if (onChip && (event.key === 'Delete' || event.key === 'Backspace') && chips.length > 1) {
      event.preventDefault();
      onRemove(current);
      go(current);
    }
  };
  return (
    <ul className="jd-Chips" ref={list} onKeyDown={onKeyDown}>
      {shown.map((chip, k) => (
        <li key={k} className="jd-Chips-item">
          <span
            className={classes(
              'jd-Chip',
              chip.kind === 'new' && 'jd-mod-new',
              chip.kind === 'wrong' && 'jd-mod-wrong'
            )}
            data-chip=""
            tabIndex={k === current ? 0 : -1}
            aria-label={chip.kind === 'new' ? trans.__('%1, not drawn yet', chip.label) : chip.label}
            title={
              chip.kind === 'new'
                ? trans.__('Not drawn yet')
                : chip.kind === 'drawn'
                  ? trans.__('Drawn already')
                  : undefined
            }
            onFocus={() => setAt(k)}
          >
            <span className="jd-cut">{chip.label}</span>
          </span>
        </li>
      ))}
      {shown.length < chips.length && (
        <li className="jd-Chips-item jd-quiet">{trans.__('and %1 more', chips.length - shown.length)}</li>
      )}
      {children}
    </ul>
  );
}

type AddChoiceProps = {
  label: string;
  choices: readonly string[];
  taken: readonly string[];
  onChange(values: string[]): void;
};

/** A menu of all choices: the ones that are in are ticked, and a pick puts one in or takes it out. */
function AddChoice({ label, choices, taken, onChange }: AddChoiceProps): ReactElement {
  const { words, showMenu } = usePanel();
  const { trans } = words;
  const has = (choice: string): boolean => taken.includes(choice);
  return (
    <li className="jd-Chips-item">
      <button
        type="button"
        className="jd-Chip jd-mod-add"
        aria-haspopup="menu"
        aria-label={trans.__('Add a value to %1', label)}
        onClick={event =>
          showMenu(
            choices.map(choice => ({
              label: choice,
              checked: has(choice),
              run: () => onChange(has(choice) ? taken.filter(each => each !== choice) : [...taken, choice])
            })),
            event.currentTarget
          )
        }
      >
        <Icon name="add" />
        {trans.__('Add')}
      </button>
    </li>
  );
}

/** As many fresh seeds as there were, at most eight new ones and four when there were none. */
function newSeeds(n: number): string {
  const seeds = new Uint32Array(Math.min(8, n || 4));
  globalThis.crypto.getRandomValues(seeds);
  return [...seeds].join(',');
}

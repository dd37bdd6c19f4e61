import type { ReactElement } from 'react';
import { isSeed, type Parameter } from '../../schema/catalogue';
import { ActionButton } from '../actions';
import { Icon } from '../icons';
import { Button, Chips, IconButton, Note, sentences, type ChipView } from '../ui';
import { parameterActions } from './actions';
import { CHIPS_MAX, chipsOf, withoutChip, type Chip } from './chips';
import { fieldId, TextField } from './field';
import { FieldRemarks, useRemarksId } from './field-remarks';
import { fieldValues, writtenList } from '../../language/cell/editor';
import { fieldOf, LAYOUT_PLACES, place, placeOf, setText, type LayoutPlace } from './form';
import type { FieldFaults } from './param';
import { choicesOf } from './shown';
import { usePanel, usePanelState } from './view';
import type { Words } from './words';

type AxisProps = { name: string; parameter: Parameter; label: string; faults: FieldFaults };

/** A parameter with several values, in the place of its field: one text in the cell's grammar, and chips that show what it means. */
export function AxisBlock({ name, parameter, label, faults }: AxisProps): ReactElement {
  const view = usePanel();
  const { model, words } = view;
  const { say } = words;
  const field = usePanelState(({ form }) => fieldOf(form, name));
  const choices = usePanelState(({ form, lists }) => choicesOf(parameter, lists, form));
  const plan = usePanelState((_, { lastPlan }) => lastPlan);
  const chips = chipsOf(name, field, plan, faults.places);
  const shown = chips.length > CHIPS_MAX ? chips.slice(0, CHIPS_MAX - 1) : chips;
  const noteId = `jd-wrong-${name}`;
  const odd = useRemarksId(name);
  const edit = (text: string): void => model.edit(setText(model.state.form, name, text));
  return (
    <div
      className="jd-Axis"
      data-param={name}
      role="group"
      aria-label={say('axis_of_values', { count: chips.length, label })}
    >
      <div className="jd-Axis-head">
        <label htmlFor={choices ? undefined : fieldId(name)} title={parameter.help[words.language]}>
          {label}
        </label>
        <PlaceButton name={name} />
        <ActionButton
          action={parameterActions.backToOne}
          context={{ view, name }}
          say={say}
          words="never"
          tone="bare"
          small
        />
      </div>
      {!choices && (
        <TextField
          name={name}
          parameter={parameter}
          label={label}
          value={field.text}
          shown={{ text: '', origin: 'user' }}
          wrong={faults.messages.length > 0 ? noteId : undefined}
          odd={odd}
          onChange={edit}
        >
          {isSeed(name) && (
            <IconButton
              icon="dice"
              small
              label={say('new_random_seeds')}
              onClick={() => edit(newSeeds(chips.length))}
            />
          )}
        </TextField>
      )}
      <Chips
        chips={shown.map(chip => chipView(chip, words))}
        rest={
          shown.length < chips.length ? say('and_more', { count: chips.length - shown.length }) : undefined
        }
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
          {sentences(...faults.messages)}
        </Note>
      )}
      <FieldRemarks name={name} />
    </div>
  );
}

function chipView({ label, kind }: Chip, { say }: Words): ChipView {
  switch (kind) {
    case 'new':
      return {
        label,
        tone: 'new',
        hint: say('not_drawn_yet'),
        name: say('value_not_drawn_yet', { value: label })
      };
    case 'wrong':
      return { label, tone: 'wrong' };
    case 'drawn':
      return { label, hint: say('drawn_already') };
    // Nobody said that it was drawn, and solid would.
    case 'unknown':
      return { label, tone: 'new' };
  }
}

function PlaceButton({ name }: { name: string }): ReactElement {
  const { model, words, showMenu } = usePanel();
  const { say } = words;
  const where = usePanelState(({ form }) => placeOf(form, name));
  const names: Record<LayoutPlace, string> = {
    x: say('columns'),
    y: say('rows'),
    xx: say('outer_columns'),
    yy: say('outer_rows')
  };
  const shown = where ? names[where] : say('anywhere');
  return (
    <Button
      label={shown}
      tone="bare"
      small
      aria-haspopup="menu"
      aria-label={say('axis_place_is', { place: shown })}
      hint={say('axis_place')}
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
      <Icon name="down" />
    </Button>
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
  const { say } = words;
  const has = (choice: string): boolean => taken.includes(choice);
  return (
    <li className="jd-Chips-item">
      <button
        type="button"
        className="jd-Chip jd-mod-add"
        aria-haspopup="menu"
        aria-label={say('add_value_to', { label })}
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
        {say('add')}
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

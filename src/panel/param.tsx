import type { FocusEvent, KeyboardEvent, ReactElement } from 'react';
import { AxisBlock } from './axis';
import { ChoiceField, fieldId, SizeMenuButton, SwitchField, TextField } from './field';
import { fieldOf, makeAxis, setText, SIZE, suggestedAxis } from './form';
import { saysSeveral } from '../../language/cell/editor';
import { sizeIn, sizeText } from '../../language/sizes/read-size';
import { sentence } from '../../schema/messages';
import { PictureField } from './picture-field';
import { choicesOf, parameterOf, presentValue, shownOf } from './shown';
import { classes, IconButton, Note, usePanel } from './view';

/** What is wrong with one field: places in its text, and sentences. */
export type FieldFaults = { places: { start: number; length: number }[]; messages: string[] };

/** A parameter as one value or as an axis, in the same place. */
export function Param({ name }: { name: string }): ReactElement | null {
  const { model, state, words } = usePanel();
  const { trans } = words;
  const parameter = parameterOf(name);
  const faults = useFaults(name);
  if (!parameter) {
    return null;
  }
  const label = name === SIZE ? trans.__('Size') : parameter.label[words.language];
  const field = fieldOf(state.form, name);
  if (field.axis) {
    return <AxisBlock name={name} parameter={parameter} label={label} faults={faults} />;
  }
  const shown = shownOf(name, state.form, model.lastPlan, state.lists);
  const choices = choicesOf(parameter, state.lists, state.form);
  const wrong = faults.messages.length > 0 ? `jd-wrong-${name}` : undefined;
  const onChange = (text: string): void => model.edit(setText(model.state.form, name, text));
  const toAxis = (): void => {
    const present = presentValue(name, state.form, model.lastPlan, state.lists);
    const size = name === SIZE ? sizeIn(present) : null;
    const text = size
      ? sizeText(...size)
      : name === SIZE
        ? present
        : suggestedAxis(parameter, present, choices);
    model.edit(makeAxis(model.state.form, name, text));
    model.focusOn(name);
  };
  const common = { name, parameter, label, value: field.text, shown, wrong, onChange };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (parameter.axis && parameter.kind !== 'image' && event.altKey && event.code === 'KeyA') {
      event.preventDefault();
      toAxis();
    }
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (parameter.axis && !choices && saysSeveral(field.text) && !currentTarget.contains(relatedTarget)) {
      afterPress(() => {
        const { text, axis } = fieldOf(model.state.form, name);
        // What is wrong stays where the caret can be brought to it.
        if (!axis && saysSeveral(text) && !model.faults().some(fault => fault.field === name)) {
          model.edit(makeAxis(model.state.form, name, text));
        }
      });
    }
  };
  return (
    <div
      className={classes('jd-Param', name === 'model' && 'jd-mod-full')}
      data-param={name}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    >
      <label htmlFor={fieldId(name)} title={parameter.help[words.language]}>
        {label}
      </label>
      {parameter.kind === 'image' ? (
        <PictureField {...common} />
      ) : parameter.kind === 'boolean' ? (
        <SwitchField {...common} />
      ) : choices ? (
        <ChoiceField {...common} choices={choices} />
      ) : (
        <TextField {...common}>
          {name === SIZE && <SizeMenuButton onPick={onChange} />}
          {name === 'seed' && <SeedButtons />}
        </TextField>
      )}
      {parameter.axis && parameter.kind !== 'image' && (
        <IconButton icon="axis" small label={trans.__('Make %1 an axis (Alt A)', label)} onClick={toAxis} />
      )}
      {wrong && (
        <Note tone="bad" id={wrong}>
          {faults.messages.join(' ')}
        </Note>
      )}
    </div>
  );
}

/** Runs at once, or when the button that is being pressed is let go: a field that grows would move it from under the pointer. */
function afterPress(run: () => void): void {
  setTimeout(() => {
    if (document.querySelector(':active')) {
      document.addEventListener('pointerup', () => setTimeout(run), { once: true });
    } else {
      run();
    }
  });
}

function SeedButtons(): ReactElement {
  const { model, words } = usePanel();
  const { trans } = words;
  const last = model.lastSeed();
  return (
    <>
      <IconButton
        icon="dice"
        small
        label={trans.__('Random: another seed for each run')}
        onClick={() => model.edit(setText(model.state.form, 'seed', ''))}
      />
      <IconButton
        icon="reuse"
        small
        disabled={last === null}
        label={
          last === null
            ? trans.__('Reuse the last seed: no sweep was run yet')
            : trans.__('Reuse the last seed, %1', last)
        }
        onClick={() => model.reuseSeed()}
      />
    </>
  );
}

/** The plain faults of a field, else what the service said of it. */
function useFaults(name: string): FieldFaults {
  const { model, state, words } = usePanel();
  const plain = model.faults().filter(({ field }) => field === name);
  if (plain.length > 0) {
    return {
      places: plain,
      messages: plain.map(({ code, facts }) => sentence(code, facts, words.language).message)
    };
  }
  const place = model.refusedPlace();
  if (place?.field !== name || state.plan.kind !== 'wrong') {
    return { places: [], messages: [] };
  }
  const { message, hint } = state.plan.failure.error;
  return { places: [place], messages: [message, ...(hint ? [hint] : [])] };
}

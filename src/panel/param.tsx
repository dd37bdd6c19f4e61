import type { FocusEvent, ReactElement } from 'react';
import { ActionButton } from '../actions';
import { classes, IconButton, Note, sentences } from '../ui';
import { panelActions, parameterActions } from './actions';
import { AxisBlock } from './axis';
import { faultWords } from './fault-words';
import { ChoiceField, fieldId, SizeMenuButton, SwitchField, TextField } from './field';
import { FieldRemarks, useRemarksId } from './field-remarks';
import { fieldOf, makeAxis, setText, SIZE } from './form';
import { saysSeveral } from '../../language/cell/editor';
import { PictureField } from './picture-field';
import { choicesOf, parameterOf, shownOf } from './shown';
import { usePanel, usePanelState } from './view';

/** What is wrong with one field: places in its text, and sentences. */
export type FieldFaults = { places: { start: number; length: number }[]; messages: string[] };

/** A parameter as one value or as an axis, in the same place. */
export function Param({ name }: { name: string }): ReactElement | null {
  const parameter = parameterOf(name);
  const { words } = usePanel();
  const axis = usePanelState(({ form }) => fieldOf(form, name).axis);
  const faults = useFaults(name);
  if (!parameter) {
    return null;
  }
  const label = name === SIZE ? words.say('size') : parameter.label[words.language];
  const parts = { name, parameter, label, faults };
  return axis ? <AxisBlock {...parts} /> : <OneValue {...parts} />;
}

type OneValueProps = Parameters<typeof AxisBlock>[0];

function OneValue({ name, parameter, label, faults }: OneValueProps): ReactElement {
  const view = usePanel();
  const { model, words } = view;
  const value = usePanelState(({ form }) => fieldOf(form, name).text);
  const shown = usePanelState(({ form, lists }, { lastPlan }) => shownOf(name, form, lastPlan, lists));
  const choices = usePanelState(({ form, lists }) => choicesOf(parameter, lists, form));
  const wrong = faults.messages.length > 0 ? `jd-wrong-${name}` : undefined;
  const onChange = (text: string): void => model.edit(setText(model.state.form, name, text));
  const odd = useRemarksId(name);
  const common = { name, parameter, label, value, shown, wrong, odd, onChange };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (parameter.axis && !choices && saysSeveral(value) && !currentTarget.contains(relatedTarget)) {
      afterPress(() => {
        const { text, axis } = fieldOf(model.state.form, name);
        // What is wrong stays where the caret can be brought to it.
        if (!axis && saysSeveral(text) && !model.verdict.faults().some(fault => fault.field === name)) {
          model.edit(makeAxis(model.state.form, name, text));
        }
      });
    }
  };
  return (
    <div className={classes('jd-Param', name === 'model' && 'jd-mod-full')} data-param={name} onBlur={onBlur}>
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
      <ActionButton
        action={parameterActions.makeAxis}
        context={{ view, name }}
        say={words.say}
        words="never"
        tone="bare"
        small
      />
      {wrong && (
        <Note tone="bad" id={wrong}>
          {sentences(...faults.messages)}
        </Note>
      )}
      <FieldRemarks name={name} />
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
  const view = usePanel();
  const { model, words } = view;
  usePanelState(() => model.jobs.lastSeed());
  return (
    <>
      <IconButton
        icon="dice"
        small
        label={words.say('random_seed')}
        onClick={() => model.edit(setText(model.state.form, 'seed', ''))}
      />
      <ActionButton
        action={panelActions.reuseSeed}
        context={view}
        say={words.say}
        keep
        words="never"
        tone="bare"
        small
      />
    </>
  );
}

/** The plain faults of a field, else what the service said of it. */
function useFaults(name: string): FieldFaults {
  const { language } = usePanel().words;
  const plain = usePanelState((_, model) => model.verdict.faults().filter(({ field }) => field === name));
  const { place, failure } = usePanelState(({ plan }, model) => {
    const found = plan.kind === 'wrong' ? model.verdict.refusedPlace() : null;
    const here = found?.field === name;
    return { place: here ? found : null, failure: here && plan.kind === 'wrong' ? plan.failure : null };
  });
  if (plain.length > 0) {
    return {
      places: plain,
      messages: faultWords(plain, language)
    };
  }
  if (!place || !failure) {
    return { places: [], messages: [] };
  }
  const { message, hint } = failure.error;
  return { places: [place], messages: [message, ...(hint ? [hint] : [])] };
}

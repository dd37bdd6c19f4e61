import { useRef, type ReactElement } from 'react';
import { Field, IconButton } from '../ui';
import { FieldRemarks, useRemarksId } from './field-remarks';
import { setExtra } from './form';
import { usePanel, usePanelState, useWantedFocus } from './view';

/** A word of a loaded cell that no field stands for, as written. */
export function ExtraWord({ name }: { name: string }): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const value = usePanelState(({ form }) => form.extra[name] ?? '');
  const odd = useRemarksId(name);
  const element = useRef<HTMLInputElement>(null);
  useWantedFocus(name, element);
  return (
    <div className="jd-Param" data-param={name}>
      <label className="jd-code" title={name}>
        {name}=
      </label>
      <Field>
        <input
          ref={element}
          type="text"
          aria-label={name}
          aria-describedby={odd}
          spellCheck={false}
          value={value}
          onChange={event => model.edit(setExtra(model.state.form, name, event.target.value))}
        />
      </Field>
      <IconButton
        icon="close"
        small
        label={say('remove', { name })}
        onClick={() => model.edit(setExtra(model.state.form, name, null))}
      />
      <FieldRemarks name={name} />
    </div>
  );
}

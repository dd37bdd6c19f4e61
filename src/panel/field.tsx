import { useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { isSeed, type Parameter } from '../../schema/catalogue';
import { sizesFor, type Shown } from './shown';
import { SIZE } from './form';
import { firstValue, written } from '../../language/cell/editor';
import { sizeIn, sizeText } from '../../language/sizes/read-size';
import { classes, Field, IconButton, type MenuItem } from '../ui';
import { usePanel, useWantedFocus } from './view';

export type FieldProps = {
  name: string;
  parameter: Parameter;
  label: string;
  value: string;
  shown: Shown;
  /** The ids of what is said of the value, where something is. */
  wrong: string | undefined;
  odd: string | undefined;
  onChange(text: string): void;
};

/** Ids are the panel's alone: there is one panel in a page. */
export function fieldId(name: string): string {
  return `jd-field-${name}`;
}

/** Who decided a value that the user didn't. */
export function useOriginWord(): (shown: Shown) => string {
  const { say } = usePanel().words;
  return ({ origin }) => (origin === 'model' ? say('model') : say('default'));
}

/** One of several; unsaid shows the value that stands in, and whose it is. */
export function ChoiceField(props: FieldProps & { choices: readonly string[] }): ReactElement {
  const { name, label, value, shown, wrong, odd, choices, onChange } = props;
  const originWord = useOriginWord();
  const element = useRef<HTMLSelectElement>(null);
  useWantedFocus(name, element);
  const said = firstValue(value);
  const known = said === '' || choices.includes(said);
  return (
    <Field wrong={Boolean(wrong)} className={classes('jd-Choice', said === '' && 'jd-mod-hint')}>
      <select
        ref={element}
        id={fieldId(name)}
        data-field={name}
        aria-label={label}
        aria-invalid={Boolean(wrong)}
        aria-describedby={wrong ?? odd}
        value={said}
        onChange={event => onChange(event.target.value === '' ? '' : written(event.target.value))}
      >
        <option value="" title={originWord(shown)}>
          {shown.text || originWord(shown)}
        </option>
        {!known && <option value={said}>{said}</option>}
        {choices.map(choice => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
      {said === '' && shown.text !== '' && <span className="jd-Origin">{originWord(shown)}</span>}
    </Field>
  );
}

/** On or off; unsaid shows which of them stands in, and whose it is. */
export function SwitchField({ name, label, value, shown, wrong, odd, onChange }: FieldProps): ReactElement {
  const originWord = useOriginWord();
  const element = useRef<HTMLInputElement>(null);
  useWantedFocus(name, element);
  const said = firstValue(value);
  const standing = shown.text === 'true';
  return (
    <span className={classes('jd-Switch', wrong && 'jd-mod-wrong')}>
      <input
        ref={element}
        type="checkbox"
        id={fieldId(name)}
        data-field={name}
        aria-label={label}
        aria-invalid={Boolean(wrong)}
        aria-describedby={wrong ?? odd}
        checked={said === '' ? standing : said === 'true'}
        onChange={({ target }) => onChange(target.checked === standing ? '' : String(target.checked))}
      />
      {said === '' && standing && <span className="jd-Origin">{originWord(shown)}</span>}
    </span>
  );
}

/** A number, a size or free text in the cell's grammar. */
export function TextField(props: FieldProps & { children?: ReactNode }): ReactElement {
  const { name, parameter, label, value, shown, wrong, odd, onChange, children } = props;
  const { words } = usePanel();
  const originWord = useOriginWord();
  const element = useRef<HTMLInputElement>(null);
  useWantedFocus(name, element);
  const seed = isSeed(name);
  const random = seed && Number(shown.text) < 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    const stepped = steppedBy(event, parameter, value || shown.text);
    if (stepped !== null && name !== SIZE && !random) {
      event.preventDefault();
      onChange(stepped);
    }
  };
  return (
    <Field wrong={Boolean(wrong)} data-wide={name === SIZE || undefined}>
      <input
        ref={element}
        type="text"
        id={fieldId(name)}
        data-field={name}
        aria-label={label}
        aria-invalid={Boolean(wrong)}
        aria-describedby={wrong ?? odd}
        inputMode={parameter.kind === 'text' ? 'text' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        placeholder={
          random
            ? words.say('random')
            : shown.text ||
              (parameter.default === null && name !== SIZE
                ? parameter.name === 'eta'
                  ? words.say('samplers_own')
                  : words.say('none')
                : '')
        }
        value={value}
        onChange={event => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {value === '' && !seed && shown.text !== '' && <span className="jd-Origin">{originWord(shown)}</span>}
      {children}
    </Field>
  );
}

/** The sizes that suit the model, below the size field. */
export function SizeMenuButton({ onPick }: { onPick(size: string): void }): ReactElement {
  const { model, words, showMenu } = usePanel();
  const { say } = words;
  const items = (): MenuItem[] => {
    const { form, lists } = model.state;
    const said = sizeIn(model.textOf(SIZE));
    return [
      ...sizesFor(form, lists).map(size => ({ label: size.replace('x', ' × '), run: () => onPick(size) })),
      ...(said
        ? (['line', { label: say('swap'), run: () => onPick(sizeText(said[1], said[0])) }] as const)
        : [])
    ];
  };
  return (
    <IconButton
      icon="down"
      small
      label={say('choose_size')}
      onClick={event => showMenu(items(), event.currentTarget)}
    />
  );
}

/** The value one step up or down for the arrow keys; null for other keys and for text that isn't one number. */
function steppedBy(event: KeyboardEvent, parameter: Parameter, text: string): string | null {
  const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
  const value = Number(text);
  if (
    direction === 0 ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    text.trim() === '' ||
    Number.isNaN(value)
  ) {
    return null;
  }
  const { min = -Infinity, max = Infinity, step = 1 } = parameter;
  const next = value + direction * step * (event.shiftKey ? 10 : 1);
  return String(Number(Math.min(max, Math.max(min, next)).toFixed(6)));
}

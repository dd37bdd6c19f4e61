import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from '../icons';
import { AxisBlock } from './axis';
import { ChoiceField, fieldId, SizeMenuButton, TextField } from './field';
import { fieldOf, makeAxis, setExtra, setText, SIZE, suggestedAxis } from './form';
import { choicesOf, namesIn, parameterOf, presentValue, shownOf } from './shown';
import { classes, IconButton, Note, Section, usePanel } from './view';

/** What is wrong with one field: places in its text, and sentences. */
export type FieldFaults = { places: { start: number; length: number }[]; messages: string[] };

const MAIN = ['model', 'sampler', 'scheduler', 'steps', 'cfg_scale', 'seed', SIZE, 'batch_size'];
const MORE = namesIn('advanced', 'batch').filter(name => !MAIN.includes(name));

export function ParamsSection(): ReactElement {
  const { model, state, words } = usePanel();
  const { trans } = words;
  const { open, search, form } = state;
  const found = search === null ? null : [...MAIN, ...MORE].filter(name => matches(name, search));
  const hiddenSaid = MORE.filter(name => name in form.fields);
  const more = open.more ? MORE : hiddenSaid;
  return (
    <Section
      name="params"
      title={trans.__('Parameters')}
      open={open.parameters}
      onToggle={() => model.toggle('parameters')}
      aside={
        open.parameters ? (
          <IconButton
            icon="search"
            small
            className="jd-mod-end"
            label={trans.__('Find a parameter (Alt /)')}
            pressed={search !== null}
            onClick={() => model.search(search === null ? '' : null)}
          />
        ) : (
          <Summary />
        )
      }
    >
      {search !== null && <SearchField text={search} />}
      <div className="jd-Params">
        {(found ?? MAIN).map(name => (
          <Param key={name} name={name} />
        ))}
        {!found && more.map(name => <Param key={name} name={name} />)}
        {!found && Object.keys(form.extra).map(name => <ExtraWord key={name} name={name} />)}
      </div>
      {found?.length === 0 && <p className="jd-quiet">{trans.__('No parameter is called that.')}</p>}
      {!found && (
        <button
          type="button"
          className="jd-Button jd-mod-bare jd-mod-small jd-Params-more"
          aria-expanded={open.more}
          onClick={() => model.toggle('more')}
        >
          <Icon name={open.more ? 'down' : 'right'} />
          {open.more
            ? trans.__('Fewer parameters')
            : trans._n('%1 more parameter', '%1 more parameters', MORE.length - hiddenSaid.length)}
        </button>
      )}
    </Section>
  );
}

/** What the closed section would say first. */
function Summary(): ReactElement {
  const { model, state, words } = usePanel();
  const { trans } = words;
  const value = (name: string): string =>
    fieldOf(state.form, name).text || shownOf(name, state.form, model.lastPlan, state.lists).text;
  const size = value(SIZE).replace(/x/g, ' × ');
  const parts = [trans.__('%1 steps', value('steps')), `CFG ${value('cfg_scale')}`, ...(size ? [size] : [])];
  return <span className="jd-quiet jd-cut jd-num">{parts.join(' · ')}</span>;
}

function SearchField({ text }: { text: string }): ReactElement {
  const { model, words } = usePanel();
  const { trans } = words;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <span className="jd-Field jd-Params-search">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        aria-label={trans.__('Find a parameter')}
        placeholder={trans.__('Name, as you know it')}
        value={text}
        onChange={event => model.search(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            model.search(null);
          }
        }}
      />
      <IconButton
        icon="close"
        small
        label={trans.__('Close the search')}
        onClick={() => model.search(null)}
      />
    </span>
  );
}

/** A parameter as one value or as an axis, in the same place. */
function Param({ name }: { name: string }): ReactElement | null {
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
  const choices = choicesOf(parameter, state.lists);
  const wrong = faults.messages.length > 0 ? `jd-wrong-${name}` : undefined;
  const onChange = (text: string): void => model.edit(setText(model.state.form, name, text));
  const toAxis = (): void => {
    const present = presentValue(name, state.form, model.lastPlan, state.lists);
    const text = name === SIZE ? present.replace(/\s*×\s*/, 'x') : suggestedAxis(parameter, present, choices);
    model.edit(makeAxis(model.state.form, name, text));
    model.focusOn(name);
  };
  const common = { name, parameter, label, value: field.text, shown, wrong, onChange };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (parameter.axis && event.altKey && event.code === 'KeyA') {
      event.preventDefault();
      toAxis();
    }
  };
  return (
    <div
      className={classes('jd-Param', name === 'model' && 'jd-mod-full')}
      data-param={name}
      onKeyDown={onKeyDown}
    >
      <label htmlFor={fieldId(name)} title={parameter.help[words.language]}>
        {label}
      </label>
      {choices ? (
        <ChoiceField {...common} choices={choices} />
      ) : (
        <TextField {...common}>
          {name === SIZE && <SizeMenuButton onPick={onChange} />}
          {name === 'seed' && <SeedButtons />}
        </TextField>
      )}
      {parameter.axis && (
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

/** A word of a loaded cell that no field stands for, as written. */
function ExtraWord({ name }: { name: string }): ReactElement {
  const { model, state, words } = usePanel();
  const { trans } = words;
  return (
    <div className="jd-Param" data-param={name}>
      <label className="jd-code" title={name}>
        {name}=
      </label>
      <span className="jd-Field">
        <input
          type="text"
          aria-label={name}
          spellCheck={false}
          value={state.form.extra[name]}
          onChange={event => model.edit(setExtra(model.state.form, name, event.target.value))}
        />
      </span>
      <IconButton
        icon="close"
        small
        label={trans.__('Remove %1', name)}
        onClick={() => model.edit(setExtra(model.state.form, name, null))}
      />
    </div>
  );
}

/** The plain faults of a field, else what the service said of it. */
function useFaults(name: string): FieldFaults {
  const { model, state } = usePanel();
  const plain = model.faults().filter(({ field }) => field === name);
  if (plain.length > 0) {
    return { places: plain, messages: plain.map(({ message }) => message) };
  }
  const place = model.refusedPlace();
  if (place?.field !== name || state.plan.kind !== 'wrong') {
    return { places: [], messages: [] };
  }
  const { message, hint } = state.plan.failure.error;
  return { places: [place], messages: [message, ...(hint ? [hint] : [])] };
}

function matches(name: string, search: string): boolean {
  const parameter = parameterOf(name);
  const needle = search.trim().toLowerCase();
  const words = [
    name,
    ...(parameter?.aliases ?? []),
    parameter?.label.en ?? '',
    parameter?.label.zh_CN ?? ''
  ];
  return words.some(word => word.toLowerCase().includes(needle));
}

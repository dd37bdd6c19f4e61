import { useEffect, useRef, type ReactElement } from 'react';
import { Icon } from '../icons';
import { fieldOf, setExtra, SIZE } from './form';
import { GROUPS } from './option-sections';
import { Param } from './param';
import { MAIN, namesIn, parameterOf, shownOf } from './shown';
import { IconButton, Section, usePanel } from './view';

const MORE = namesIn('advanced', 'batch').filter(name => !MAIN.includes(name));
/** What a search looks through: the sections of options, too. */
const ALL = [...MAIN, ...MORE, ...namesIn(...GROUPS)];

export function ParamsSection(): ReactElement {
  const { model, state, words } = usePanel();
  const { trans } = words;
  const { open, search, form } = state;
  const found = search === null ? null : ALL.filter(name => matches(name, search));
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

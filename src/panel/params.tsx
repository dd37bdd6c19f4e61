import { useEffect, useRef, type ReactElement } from 'react';
import { ActionButton } from '../actions';
import { Icon } from '../icons';
import { ExtraWord } from './extra-word';
import { fieldOf, SIZE } from './form';
import { Param } from './param';
import { MAIN, matches, namesIn, OPTION_GROUPS, shownOf } from './shown';
import { Button, Field, IconButton, Section } from '../ui';
import { panelActions } from './actions';
import { usePanel, usePanelState } from './view';

const MORE = namesIn('advanced', 'batch').filter(name => !MAIN.includes(name));
/** What a search looks through: the sections of options, too. */
const ALL = [...MAIN, ...MORE, ...namesIn(...OPTION_GROUPS)];

export function ParamsSection(): ReactElement {
  const view = usePanel();
  const { model, words } = view;
  const { say } = words;
  const { isOpen, isMore, search } = usePanelState(({ open, search: asked }) => ({
    isOpen: open.parameters,
    isMore: open.more,
    search: asked
  }));
  const hiddenSaid = usePanelState(({ form }) => MORE.filter(name => name in form.fields));
  // Prompts stand where prompts do.
  const extra = usePanelState(({ form }) =>
    Object.keys(form.extra).filter(name => name !== 'prompt' && name !== 'negative_prompt')
  );
  const found = search === null ? null : ALL.filter(name => matches(name, search));
  const more = isMore ? MORE : hiddenSaid;
  return (
    <Section
      name="params"
      title={say('parameters')}
      open={isOpen}
      onToggle={() => model.toggle('parameters')}
      aside={
        isOpen ? (
          <ActionButton
            action={panelActions.findParameter}
            context={view}
            say={say}
            words="never"
            tone="bare"
            small
            className="jd-mod-end"
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
        {!found && extra.map(name => <ExtraWord key={name} name={name} />)}
      </div>
      {found?.length === 0 && <p className="jd-quiet">{say('no_such_parameter')}</p>}
      {!found && (
        <Button
          label={
            isMore
              ? say('fewer_parameters')
              : say('more_parameters', { count: MORE.length - hiddenSaid.length })
          }
          icon={isMore ? 'down' : 'right'}
          tone="bare"
          small
          className="jd-Params-more"
          aria-expanded={isMore}
          onClick={() => model.toggle('more')}
        />
      )}
    </Section>
  );
}

/** What the closed section would say first. */
function Summary(): ReactElement {
  const { say } = usePanel().words;
  const words = usePanelState(({ form, lists }, { lastPlan }) => {
    const value = (name: string): string =>
      fieldOf(form, name).text || shownOf(name, form, lastPlan, lists).text;
    const size = value(SIZE).replace(/x/g, ' × ');
    return [
      say('steps_written', { steps: value('steps') }),
      `CFG ${value('cfg_scale')}`,
      ...(size ? [size] : [])
    ];
  });
  return <span className="jd-quiet jd-cut jd-num">{words.join(' · ')}</span>;
}

function SearchField({ text }: { text: string }): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <Field className="jd-Params-search">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        aria-label={say('find_parameter')}
        placeholder={say('parameter_name')}
        value={text}
        onChange={event => model.search(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            model.search(null);
          }
        }}
      />
      <IconButton icon="close" small label={say('close_search')} onClick={() => model.search(null)} />
    </Field>
  );
}

import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import { Icon, type IconName } from '../../icons';
import { Button, classes, Stars, walkRadios } from '../../ui';
import { comparesPictures, type Flagged, type Rule } from '../filter/filter';
import { ruleMenu, ruleWords } from './filter-rules';
import { useGrid, useSnapshot } from './context';

type Props = { axes: readonly PlanAxis[] };

/** Which cells are wanted: by marks, stars and rules, with how many there are of each. What is left out is dimmed in its place. */
export function FilterBar({ axes }: Props): ReactElement | null {
  const { model, text } = useGrid();
  const { say } = text;
  const bar = useRef<HTMLDivElement>(null);
  const filter = useSnapshot(snapshot => snapshot.filter);
  useEffect(() => {
    if (filter.open) {
      bar.current
        ?.querySelector<HTMLElement>('[role=radio][aria-checked=true]')
        ?.focus({ preventScroll: true });
    }
  }, [filter.open]);
  if (!filter.open) {
    return null;
  }
  const { rules } = filter.filter;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      model.back();
    }
  };
  const onAdd = ({ currentTarget }: MouseEvent<HTMLElement>): void => ruleMenu(model, axes, currentTarget);
  return (
    <div className="jd-Filter" role="group" aria-label={say('filter')} ref={bar} onKeyDown={onKeyDown}>
      <Flags />
      <StarsRule />
      {rules.map((rule, position) => (
        <RuleChip key={keyOf(rule)} rule={rule} position={position} axes={axes} />
      ))}
      <Button
        className="jd-Filter-add"
        icon="add"
        label={say('rule')}
        hint={say('add_rule')}
        tone="bare"
        small
        aria-haspopup="menu"
        onClick={onAdd}
      />
      <span className="jd-grow" />
      <Found />
    </div>
  );
}

/** What is found, said to everybody; with nothing found, what to do about it. */
function Found(): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const { filter, matches, count, collapse, cells, reading } = useSnapshot(({ filter: view, sweep }) => {
    const { done, cells: all } = model.likeness.progress;
    return {
      ...{ filter: view.filter, matches: view.matches, count: view.count, collapse: view.collapse },
      cells: sweep?.cells.length ?? 0,
      reading:
        comparesPictures(view.filter) && done < all ? say('comparing_pictures', { done, cells: all }) : ''
    };
  });
  const isOn = matches !== null || filter.rules.length > 0;
  const found =
    reading || (count === 0 && matches ? say('no_cell_matches') : say('cells_match', { count, cells }));
  return (
    <>
      <span className="jd-num" role="status">
        {found}
      </span>
      {isOn ? (
        <Button
          label={say('clear')}
          hint={say('clear_filter')}
          tone={count === 0 ? 'plain' : 'bare'}
          small
          onClick={() => model.filtering.clear()}
        />
      ) : null}
      <Button
        label={say('collapse')}
        hint={say('collapse_help')}
        tone="bare"
        small
        pressed={collapse}
        onClick={() => model.filtering.toggleCollapse()}
      />
    </>
  );
}

const FLAGS: readonly {
  flag: Flagged;
  icon?: IconName;
  label: `filter_${'all' | 'picks' | 'rejects' | 'undecided'}`;
}[] = [
  { flag: 'all', label: 'filter_all' },
  { flag: 'pick', icon: 'flag', label: 'filter_picks' },
  { flag: 'reject', icon: 'reject', label: 'filter_rejects' },
  { flag: 'undecided', label: 'filter_undecided' }
];

function Flags(): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const { flag, flags } = useSnapshot(({ filter }) => ({ flag: filter.filter.flag, flags: filter.flags }));
  return (
    <span className="jd-Segments" role="radiogroup" aria-label={say('which_marks')} onKeyDown={walkRadios}>
      {FLAGS.map(each => (
        <Button
          key={each.flag}
          label={say(each.label, { count: flags[each.flag] })}
          icon={each.icon}
          small
          role="radio"
          aria-checked={flag === each.flag}
          tabIndex={flag === each.flag ? 0 : -1}
          className={classes('jd-num', flag === each.flag && 'jd-mod-on')}
          onClick={() => model.filtering.setFlag(each.flag)}
        />
      ))}
    </span>
  );
}

function StarsRule(): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const stars = useSnapshot(({ filter }) => filter.filter.stars);
  const words = stars === 0 ? say('any_stars') : say('at_least_stars', { stars });
  return (
    <span className="jd-Filter-stars">
      <Stars
        label={words}
        value={stars}
        name={star => say('at_least_stars', { stars: star })}
        onChoose={star => model.filtering.setStars(star)}
      />
      <span className={stars === 0 ? 'jd-quiet' : undefined}>{say('and_up')}</span>
    </span>
  );
}

type ChipProps = Props & { rule: Rule; position: number };

function RuleChip({ rule, position, axes }: ChipProps): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const words = ruleWords(rule, axes, text);
  const remove = (
    <button
      type="button"
      className="jd-Filter-remove"
      aria-label={say('remove_rule', { rule: words })}
      title={say('remove_rule', { rule: words })}
      onClick={() => model.filtering.removeRule(position)}
    >
      <Icon name="close" />
    </button>
  );
  return rule.kind === 'words' ? (
    <span className="jd-Chip jd-mod-on jd-Filter-words">
      <input
        ref={field}
        value={rule.words}
        placeholder={say('rule_words')}
        aria-label={say('rule_words')}
        onChange={({ target }) => model.filtering.addRule({ kind: 'words', words: target.value })}
      />
      {remove}
    </span>
  ) : (
    <span className="jd-Chip jd-mod-on" title={words}>
      <span className="jd-cut">{words}</span>
      {remove}
    </span>
  );
}

function keyOf(rule: Rule): string {
  return rule.kind === 'value' ? `value ${rule.axis}` : rule.kind === 'tag' ? `tag ${rule.tag}` : rule.kind;
}

import { useRef, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from '../../icons';
import { classes, IconButton } from '../../ui';
import { withKey } from '../../actions';
import { compareActions } from '../actions';
import { meantLetter, pairOf, seenItems } from '../state';
import type { Item } from '../tray';
import { useCompare, useCompareState } from './context';
import { useFocusKept } from './use-focus-kept';
import { useTrayTitles } from './use-comparison';

/** All that are compared, by their letters, and where they come from. */
export function TrayView(): ReactElement {
  const { model, say, choose } = useCompare();
  const list = useRef<HTMLDivElement>(null);
  const { tray, meant } = useCompareState(state => ({ tray: state.tray, meant: meantLetter(state) }));
  useFocusKept(list, '[tabindex="0"]');
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tray.findIndex(({ letter }) => letter === meant);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tray.length - 1 }[event.key];
    const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (to !== undefined && tray[to] && !held) {
      event.preventDefault();
      event.stopPropagation();
      list.current?.querySelectorAll<HTMLElement>('[role=option]')[to]?.focus();
      model.focus(tray[to].letter);
    }
  };
  return (
    <div className="jd-Tray">
      <div
        className="jd-Tray-list"
        ref={list}
        role="listbox"
        aria-multiselectable="true"
        aria-label={say('compare_tray')}
        aria-orientation="horizontal"
        onKeyDown={onKeyDown}
      >
        {tray.map(item => (
          <Thumb key={item.key} item={item} stop={item.letter === meant} />
        ))}
      </div>
      {meant !== null && tray.length > 0 ? (
        <IconButton
          icon="remove"
          label={say('compare_take_out_named', { letter: meant })}
          hint={withKey(say('compare_take_out_named', { letter: meant }), say, compareActions.takeOut)}
          data-action="compare-take-out"
          onClick={() => model.takeOut(meant)}
        />
      ) : null}
      <button
        type="button"
        className="jd-Button jd-mod-bare jd-mod-small"
        aria-label={say('compare_add')}
        title={say('compare_add_hint')}
        onClick={choose}
      >
        <Icon name="add" />
        <span className="jd-word">{say('compare_add')}</span>
      </button>
      <span className="jd-grow" />
      <From tray={tray} />
    </div>
  );
}

function Thumb({ item, stop }: { item: Item; stop: boolean }): ReactElement {
  const { model, say } = useCompare();
  const titleOf = useTrayTitles();
  const { letter, url, state } = item;
  const { seen, reference } = useCompareState(now => ({
    seen: seenItems(now).some(each => each.letter === letter),
    reference: now.reference === letter && pairOf(now) !== null
  }));
  const name = [letter, titleOf(item), reference ? say('compare_reference') : '']
    .filter(Boolean)
    .join(say('list_separator'));
  return (
    <div
      className={classes('jd-Tray-picture jd-Compared', seen && 'jd-mod-on')}
      role="option"
      aria-selected={seen}
      aria-label={name}
      title={name}
      tabIndex={stop ? 0 : -1}
      data-letter={letter}
      onFocus={() => model.setTrayFocus(letter)}
      onBlur={() => model.setTrayFocus(null)}
      onClick={() => model.focus(letter)}
    >
      {state === 'gone' ? <Icon name="reuse" /> : <img src={url} alt="" draggable={false} />}
      <span className="jd-Tray-letter">
        <b>{letter}</b>
        {reference ? <Icon name="lock" small /> : null}
      </span>
    </div>
  );
}

function From({ tray }: { tray: readonly Item[] }): ReactElement | null {
  const { say } = useCompare();
  const places = [
    ...new Set(tray.map(({ from, image }) => (image === null ? say('compare_file') : from)))
  ].filter(Boolean);
  if (places.length === 0) {
    return null;
  }
  const words =
    places.length === 1 ? say('compare_all_from', { place: places[0] }) : say('compare_from', { places });
  return (
    <span className="jd-quiet jd-cut jd-Tray-from" title={words}>
      {words}
    </span>
  );
}

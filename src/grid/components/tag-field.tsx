import {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type RefObject
} from 'react';
import { tagsFault, tidyTags } from '../../../schema/tags';
import { sentence } from '../../../schema/messages/browser';
import { Icon } from '../../icons';
import { classes } from '../../ui';
import { changedTags, offeredTags, splitTags, tagsInUse, tagsOfAll } from '../marks/tag-words';
import type { CellView } from '../sweep-state';
import { useGrid, useSnapshot } from './context';

const WIDTH = 240;

/** A small field at the cell that has the keyboard: its tags, and a line to write more of them, with those in use offered. */
export function TagField(): ReactElement | null {
  const { model } = useGrid();
  const { open, cell } = useSnapshot(({ cull, sweep, focus }) => ({
    open: cull.tagging,
    cell: sweep?.cells[focus]
  }));
  return open && cell ? <Field key={cell.id} cell={cell} close={() => model.cull.openTags(false)} /> : null;
}

function Field({ cell, close }: { cell: CellView; close(): void }): ReactElement {
  const { model, text } = useGrid();
  const { say, language } = text;
  const [written, setWritten] = useState('');
  const [chosen, setChosen] = useState(-1);
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const cells = model.cull.targets(cell);
  const all = model.snapshot.sweep?.cells ?? [];
  const given = tagsOfAll(cells);
  const offers = offeredTags(tagsInUse(all), given, written);
  const fault = tagsFault(
    written.trim() === '' ? [] : changedTags(longestOf(cells), tidyTags([written]), [])
  );
  const wrong = fault && sentence(fault.code, fault.facts as never, language);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  usePlace(box, cell.id);
  const put = (tags: readonly string[]): boolean => {
    const isGood = tags.length > 0 && tagsFault(changedTags(longestOf(cells), tags, [])) === null;
    if (isGood) {
      model.cull.changeTags(cell, tags);
      setWritten('');
      setChosen(-1);
    }
    return isGood;
  };
  const onChange = (value: string): void => {
    const { ready, rest } = splitTags(value);
    setChosen(-1);
    setWritten(ready.length === 0 || put(ready) ? rest : value);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) {
      return;
    }
    const moves = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      close();
    } else if (event.key === 'Enter' || (event.key === 'Tab' && chosen >= 0)) {
      const tags = chosen >= 0 ? [offers[chosen]] : tidyTags([written]);
      if (tags.length === 0) {
        close();
      } else {
        put(tags);
      }
    } else if (moves !== undefined && offers.length > 0) {
      // Between "none" and the last.
      setChosen(((chosen + 1 + moves + offers.length + 1) % (offers.length + 1)) - 1);
    } else if (event.key === 'Backspace' && written === '' && given.length > 0) {
      model.cull.changeTags(cell, [], given.slice(-1));
    } else {
      return;
    }
    event.preventDefault();
  };
  const onBlur = (next: EventTarget | null): void => {
    if (!box.current?.contains(next as Node | null)) {
      // What was written in full is meant.
      put(tidyTags([written]));
      model.cull.dropTags();
    }
  };
  return (
    <div
      className="jd-TagField"
      ref={box}
      role="dialog"
      aria-label={say('tags_of_cells', { cells: cells.length })}
      onBlur={event => onBlur(event.relatedTarget)}
      onKeyDown={onKeyDown}
    >
      {cells.length > 1 ? <p className="jd-quiet">{say('tags_of_cells', { cells: cells.length })}</p> : null}
      {given.length > 0 ? (
        <ul className="jd-TagField-given">
          {given.map(tag => (
            <li className="jd-Chip" key={tag}>
              <span className="jd-cut">{tag}</span>
              <button
                type="button"
                aria-label={say('remove_tag', { tag })}
                title={say('remove_tag', { tag })}
                onClick={() => {
                  model.cull.changeTags(cell, [], [tag]);
                  field.current?.focus();
                }}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <span className={classes('jd-Field', wrong && 'jd-mod-wrong')}>
        <Icon name="tag" />
        <input
          ref={field}
          value={written}
          placeholder={say('new_tag')}
          aria-label={say('tag')}
          role="combobox"
          aria-expanded={offers.length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          aria-invalid={Boolean(wrong)}
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          onChange={({ target }) => onChange(target.value)}
        />
      </span>
      {wrong ? (
        <p className="jd-TagField-wrong" role="alert">
          {[wrong.message, wrong.hint].filter(Boolean).join(' ')}
        </p>
      ) : null}
      <ul className="jd-TagField-offers" role="listbox" id={id} aria-label={say('tags')}>
        {offers.map((tag, position) => (
          <li
            key={tag}
            id={`${id}-${position}`}
            role="option"
            aria-selected={position === chosen}
            className={position === chosen ? 'jd-cut jd-mod-on' : 'jd-cut'}
            onMouseDown={event => {
              event.preventDefault();
              put([tag]);
            }}
          >
            {tag}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The tags of the picture that has the most: where it takes one more, all do. */
function longestOf(cells: readonly CellView[]): readonly string[] {
  return cells.reduce<readonly string[]>(
    (most, { mark }) => (mark.tags.length > most.length ? mark.tags : most),
    []
  );
}

/** Puts the field under its cell, or over it where there is no room, within the grid. */
function usePlace(box: RefObject<HTMLDivElement>, id: string): void {
  useLayoutEffect(() => {
    const node = box.current;
    const grid = node?.closest<HTMLElement>('.jd-Grid');
    const cell =
      grid?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(id)}"]`) ??
      grid?.querySelector<HTMLElement>('.jd-Looked');
    if (!node || !grid || !cell) {
      return;
    }
    const [at, around] = [cell.getBoundingClientRect(), grid.getBoundingClientRect()];
    const isLarge = at.height > around.height / 2;
    const below = isLarge ? at.bottom - node.offsetHeight - 12 : at.bottom + 4;
    const isRoom = below + node.offsetHeight <= around.bottom;
    const top = isRoom ? below : Math.max(at.top - node.offsetHeight - 4, around.top + 4);
    const left = Math.min(at.left + (isLarge ? 12 : 0), around.right - WIDTH - 8);
    node.style.left = `${Math.max(4, left - around.left)}px`;
    node.style.top = `${Math.max(4, Math.min(top, around.bottom - node.offsetHeight - 4) - around.top)}px`;
  });
}

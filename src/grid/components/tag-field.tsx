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
import type { FaultData } from '../../../schema/fault';
import { sentence } from '../../../schema/messages/browser';
import type { Sentence } from '../../../schema/messages/render';
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

type Writing = {
  cells: readonly CellView[];
  given: readonly string[];
  offers: readonly string[];
  written: string;
  /** Place of the chosen offer; -1 for none. */
  chosen: number;
  wrong: Sentence | null;
  write(value: string): void;
  choose(at: number): void;
  /** Gives these tags; false where they can't be kept, or are none. */
  put(tags: readonly string[]): boolean;
  take(tags: readonly string[]): void;
};

/** What is being written at a cell, and what may become of it. */
function useWriting(cell: CellView): Writing {
  const { model, text } = useGrid();
  const [written, setWritten] = useState('');
  const [chosen, choose] = useState(-1);
  const cells = model.cull.targets(cell);
  const given = tagsOfAll(cells);
  const faultOf = (tags: readonly string[]): FaultData | null =>
    tags.length === 0 ? null : tagsFault(changedTags(longestOf(cells), tags, []));
  const fault = faultOf(tidyTags([written]));
  const put = (tags: readonly string[]): boolean => {
    const isGood = tags.length > 0 && faultOf(tags) === null;
    if (isGood) {
      model.cull.changeTags(cell, tags);
      setWritten('');
      choose(-1);
    }
    return isGood;
  };
  const write = (value: string): void => {
    const { ready, rest } = splitTags(value);
    choose(-1);
    setWritten(ready.length === 0 || put(ready) ? rest : value);
  };
  return {
    cells,
    given,
    offers: offeredTags(tagsInUse(model.snapshot.sweep?.cells ?? []), given, written),
    written,
    chosen,
    wrong: fault && sentence(fault.code, fault.facts as never, text.language),
    write,
    choose,
    put,
    take: tags => model.cull.changeTags(cell, [], tags)
  };
}

/** What a key does in the field; false for one that is the browser's. */
function runKey(
  key: string,
  { written, given, offers, chosen, ...writing }: Writing,
  close: () => void
): boolean {
  const moves = { ArrowDown: 1, ArrowUp: -1 }[key];
  const tags = chosen >= 0 ? [offers[chosen]] : tidyTags([written]);
  if (key === 'Escape' || (key === 'Enter' && tags.length === 0)) {
    close();
  } else if (key === 'Enter' || (key === 'Tab' && chosen >= 0)) {
    writing.put(tags);
  } else if (moves !== undefined && offers.length > 0) {
    // Between "none" and the last.
    const places = offers.length + 1;
    writing.choose(((chosen + 1 + moves + places) % places) - 1);
  } else if (key === 'Backspace' && written === '' && given.length > 0) {
    writing.take(given.slice(-1));
  } else {
    return false;
  }
  return true;
}

function Field({ cell, close }: { cell: CellView; close(): void }): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const writing = useWriting(cell);
  const { cells, written, wrong } = writing;
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  usePlace(box, cell.id);
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (!event.nativeEvent.isComposing && runKey(event.key, writing, close)) {
      event.preventDefault();
    }
  };
  const onBlur = (next: EventTarget | null): void => {
    if (!box.current?.contains(next as Node | null)) {
      // What was written in full is meant.
      writing.put(tidyTags([written]));
      model.cull.dropTags();
    }
  };
  const title = say('tags_of_cells', { cells: cells.length });
  return (
    <div
      className="jd-TagField"
      ref={box}
      role="dialog"
      aria-label={title}
      onBlur={event => onBlur(event.relatedTarget)}
      onKeyDown={onKeyDown}
    >
      {cells.length > 1 ? <p className="jd-quiet">{title}</p> : null}
      <Given writing={writing} onTaken={() => field.current?.focus()} />
      <span className={classes('jd-Field', wrong && 'jd-mod-wrong')}>
        <Icon name="tag" />
        <input
          ref={field}
          value={written}
          placeholder={say('new_tag')}
          aria-label={say('tag')}
          role="combobox"
          aria-expanded={writing.offers.length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          aria-invalid={Boolean(wrong)}
          aria-activedescendant={writing.chosen >= 0 ? `${id}-${writing.chosen}` : undefined}
          onChange={({ target }) => writing.write(target.value)}
        />
      </span>
      {wrong ? (
        <p className="jd-TagField-wrong" role="alert">
          {[wrong.message, wrong.hint].filter(Boolean).join(' ')}
        </p>
      ) : null}
      <Offers writing={writing} id={id} />
    </div>
  );
}

/** The tags that the picture has, or all of several have. */
function Given({ writing, onTaken }: { writing: Writing; onTaken(): void }): ReactElement | null {
  const { say } = useGrid().text;
  return writing.given.length === 0 ? null : (
    <ul className="jd-TagField-given">
      {writing.given.map(tag => (
        <li className="jd-Chip" key={tag}>
          <span className="jd-cut">{tag}</span>
          <button
            type="button"
            aria-label={say('remove_tag', { tag })}
            title={say('remove_tag', { tag })}
            onClick={() => {
              writing.take([tag]);
              onTaken();
            }}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Tags in use that fit what is written. */
function Offers({ writing, id }: { writing: Writing; id: string }): ReactElement {
  const { say } = useGrid().text;
  const { offers, chosen, put } = writing;
  return (
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

import { useRef, type ReactElement } from 'react';
import { classes } from '../../ui';
import { itemAt, type Letter } from '../tray';
import { pairOf, underneath } from '../state';
import { useCompare, useCompareState } from './context';
import { Layer } from './layer';
import { HoldHint, Loupe, Missing, Name, Overview } from './pane-parts';
import { useGestures } from './use-gestures';
import { useTitles } from './use-comparison';

/** One of the panes side by side. The one with the keyboard shows the reference while a key is held. */
export function SidePane({ letter, last }: { letter: Letter; last: boolean }): ReactElement | null {
  const { model, say } = useCompare();
  const pane = useRef<HTMLDivElement>(null);
  const titleOf = useTitles();
  const gestures = useGestures(pane, letter);
  const { item, other, focused, reference, held, paired } = useCompareState(state => ({
    item: itemAt(state.tray, letter),
    other: state.focus === letter ? itemAt(state.tray, underneath(state, letter)) : undefined,
    focused: state.focus === letter,
    reference: state.reference === letter,
    held: state.blinking && state.focus === letter,
    paired: pairOf(state) !== null
  }));
  if (!item) {
    return null;
  }
  const title = titleOf(item);
  const shown = held && other ? other : item;
  return (
    <div
      className={classes('jd-Pane jd-Compared', focused && 'jd-mod-focus')}
      ref={pane}
      role="group"
      tabIndex={0}
      aria-label={[letter, title, reference && paired ? say('compare_reference') : '']
        .filter(Boolean)
        .join(say('list_separator'))}
      data-pane={letter}
      onFocus={() => model.focus(letter)}
      {...gestures}
    >
      {item.state === 'ready' ? <Layer item={item} seen={held && other ? 0 : 1} /> : null}
      {other?.state === 'ready' ? <Layer item={other} seen={held ? 1 : 0} /> : null}
      <Missing item={item} />
      <Name
        item={shown}
        title={titleOf(shown)}
        role={paired && (reference ? !held : held) ? 'reference' : undefined}
        framed={held}
        className="jd-mod-left"
      />
      {focused && other ? (
        <HoldHint
          words={say(held ? 'compare_release_for' : 'compare_hold_for', {
            letter: held ? letter : other.letter
          })}
          held={held}
        />
      ) : null}
      {last ? <Overview item={item} /> : null}
      <Loupe items={[shown]} />
    </div>
  );
}

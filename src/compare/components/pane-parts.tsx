import type { CSSProperties, ReactElement } from 'react';
import { bindingsOf, keyWords } from '../../actions';
import { Icon } from '../../icons';
import { classes } from '../../ui';
import { compareActions } from '../actions';
import { ownOf, shownScale } from '../state';
import type { Item } from '../tray';
import { useCompare, useCompareState } from './context';
import { rendering } from './layer';

type NameProps = {
  item: Item;
  title: string;
  role?: 'reference';
  framed?: boolean;
  faint?: boolean;
  className?: string;
};

/** Which picture a pane shows: its letter, what sets it apart, and its marks. */
export function Name({ item, title, role, framed, faint, className }: NameProps): ReactElement {
  const { say } = useCompare();
  const { letter, mark } = item;
  return (
    <span className={classes('jd-Pane-name', framed && 'jd-mod-framed', faint && 'jd-mod-faint', className)}>
      <b>{letter}</b>
      <span className="jd-cut" title={title}>
        {title}
      </span>
      {role ? (
        <>
          <Icon name="lock" small />
          <span>{say('compare_ref_short')}</span>
        </>
      ) : null}
      {mark.rating ? (
        <span className="jd-num">
          {mark.rating}
          <Icon name="star" small />
        </span>
      ) : null}
      {mark.flag ? (
        <span className={mark.flag === 'pick' ? 'jd-mod-picked' : 'jd-mod-rejected'} title={say(mark.flag)}>
          <Icon name={mark.flag === 'pick' ? 'flag' : 'reject'} />
        </span>
      ) : null}
    </span>
  );
}

/** What is said in place of a picture that isn't there, or not yet. */
export function Missing({ item }: { item: Item }): ReactElement | null {
  const { say } = useCompare();
  if (item.state === 'ready') {
    return null;
  }
  return (
    <span className="jd-Pane-missing">
      {item.state === 'waiting' ? (
        say('compare_loading')
      ) : (
        <>
          <Icon name="reuse" />
          <b>{say('compare_gone')}</b>
          <span>{say('compare_gone_why', { letter: item.letter })}</span>
        </>
      )}
    </span>
  );
}

/** The key that shows the reference, and what it does. */
export function HoldHint({ words, held }: { words: string; held: boolean }): ReactElement | null {
  const [hold] = bindingsOf([compareActions.hold]);
  return hold ? (
    <span className={classes('jd-Pane-name jd-mod-hint', held && 'jd-mod-held')} aria-hidden="true">
      <kbd>{keyWords(hold.keys)}</kbd>
      <span>{words}</span>
    </span>
  ) : null;
}

const LENS = 184;
const MAGNIFIED = 4;
/** Both lines around a lens. */
const EDGE = 5;

/** The spot under the pointer, magnified; of two pictures in one place both, beside each other. */
export function Loupe({ items }: { items: readonly Item[] }): ReactElement | null {
  const found = useCompareState(state => ({
    ...state.place,
    ...state.room,
    loupe: state.loupe,
    shared: shownScale(state),
    own: state.own
  }));
  const { loupe, shared, width, height } = found;
  if (!loupe) {
    return null;
  }
  const scale = Math.max(MAGNIFIED, Math.ceil(shared * 2));
  const middle = {
    x: width / 2 + (loupe.x + found.x) * shared,
    y: height / 2 + (loupe.y + found.y) * shared
  };
  return (
    <span
      className="jd-Loupe"
      aria-hidden="true"
      style={{
        left: within(middle.x, LENS * items.length, width),
        top: within(middle.y, LENS, height)
      }}
    >
      {items.map(item => {
        const own = ownOf(found, item.key);
        const style: CSSProperties = {
          left: LENS / 2 - (loupe.x - own.x + item.width / 2) * scale,
          top: LENS / 2 - (loupe.y - own.y + item.height / 2) * scale,
          width: item.width * scale,
          height: item.height * scale,
          ...rendering(scale)
        };
        return (
          <span className="jd-Lens" key={item.letter} style={{ width: LENS, height: LENS }}>
            <img src={item.url} alt="" draggable={false} style={style} />
            <span className="jd-Pane-name">
              <b>{item.letter}</b>
            </span>
          </span>
        );
      })}
    </span>
  );
}

/** Where a lens of some length begins about a middle, and stays in the pane. */
function within(middle: number, length: number, room: number): number {
  return Math.max(0, Math.min(middle - length / 2, room - length - EDGE));
}

const MAP = 56;

/** Which part of the picture is seen, where it isn't all of it. */
export function Overview({ item }: { item: Item }): ReactElement | null {
  const { say } = useCompare();
  const { x, y, scale, width, height } = useCompareState(state => ({
    x: state.place.x,
    y: state.place.y,
    scale: shownScale(state),
    ...state.room
  }));
  const longer = Math.max(item.width, item.height);
  if (longer === 0 || (item.width * scale <= width + 1 && item.height * scale <= height + 1)) {
    return null;
  }
  const small = MAP / longer;
  const [seenWidth, seenHeight] = [
    Math.min(item.width, width / scale),
    Math.min(item.height, height / scale)
  ];
  return (
    <span
      className="jd-Overview"
      role="img"
      aria-label={say('compare_overview')}
      style={{ width: item.width * small, height: item.height * small }}
    >
      <img src={item.url} alt="" draggable={false} />
      <i
        style={{
          left: Math.max(0, item.width / 2 - x - seenWidth / 2) * small,
          top: Math.max(0, item.height / 2 - y - seenHeight / 2) * small,
          width: seenWidth * small,
          height: seenHeight * small
        }}
      />
    </span>
  );
}

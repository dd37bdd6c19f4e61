import { useLayoutEffect, useRef, type ReactElement, type RefObject } from 'react';
import { Icon } from '../../icons';
import { classes, IconButton } from '../../ui';
import { useGrid, useSnapshot } from './context';

const MARGIN = 8;
const ICONS = { plain: 'info', good: 'ok', bad: 'warn' } as const;

/** A sentence at the cell that it is about. It lies over the pictures, so that nothing moves. */
export function NoteView({ root }: { root: RefObject<HTMLElement> }): ReactElement | null {
  const { model, text } = useGrid();
  const { note, mode } = useSnapshot(({ note: told, view }) => ({ note: told, mode: view.mode }));
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [frame, node] = [root.current, box.current];
    if (!note || !frame || !node) {
      return;
    }
    const place = (): void => putAt(node, frame, note.cell);
    place();
    frame.addEventListener('scroll', place, true);
    const observer = new ResizeObserver(place);
    observer.observe(frame);
    return () => {
      frame.removeEventListener('scroll', place, true);
      observer.disconnect();
    };
  }, [note, mode]);
  if (!note) {
    return null;
  }
  return (
    <div className={classes('jd-GridNote', `jd-mod-${note.tone}`)} ref={box}>
      <Icon name={ICONS[note.tone]} />
      <span>
        {note.lines.map(({ title, words }) => (
          <span className="jd-GridNote-line" key={title + words}>
            {title ? <b>{title}</b> : null}
            {words}
          </span>
        ))}
      </span>
      <IconButton icon="close" small label={text.say('put_away')} onClick={() => model.notes.putAway()} />
    </div>
  );
}

/** Below the cell where there is room, else on it; at the foot of the one picture that is seen; within the grid in any case. */
function putAt(node: HTMLElement, frame: HTMLElement, cell: string): void {
  const around = frame.getBoundingClientRect();
  const stage = frame.querySelector('.jd-Full-stage, .jd-Cull-stage');
  const target = stage ?? frame.querySelector(`[data-cell="${CSS.escape(cell)}"]`);
  const { left, bottom } = target?.getBoundingClientRect() ?? around;
  const { offsetWidth: width, offsetHeight: height } = node;
  const within = (at: number, room: number, own: number): number =>
    Math.max(MARGIN, Math.min(at, room - own - MARGIN));
  const top = bottom - around.top + (stage ? -height - MARGIN : MARGIN / 2);
  node.style.left = `${within(left - around.left + (stage ? MARGIN : 0), around.width, width)}px`;
  node.style.top = `${within(top, around.height, height)}px`;
}

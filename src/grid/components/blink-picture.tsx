import { useEffect, useRef, type ReactElement } from 'react';
import { classes } from '../../ui';
import type { CellView } from '../sweep-state';
import { cellTitle } from '../names';
import { useGrid, useSnapshot } from './context';
import { farPicture, nearPicture } from './picture';

/**
 * The reference over the cell in focus, in the page before anybody asks for it and seen only while a key is held: no frame is empty between
 * the two. `whole` asks for the picture itself, not for one of the cell's size.
 */
export function BlinkPicture({ whole = false }: { whole?: boolean }): ReactElement | null {
  const { model, text } = useGrid();
  const picture = useRef<HTMLImageElement>(null);
  const { cell, far, seen, axes } = useSnapshot(({ sweep, sheet, focus, reference, attachment, view }) => {
    const found: CellView | undefined =
      reference === null || reference === focus ? undefined : sweep?.cells[reference];
    return {
      cell: found,
      far:
        found &&
        farPicture(found, {
          client: model.options.client,
          attached: attachment === 'service',
          missing: view.missing,
          size: whole ? null : (sheet?.size ?? 0)
        }),
      seen: view.blinking,
      axes: sweep?.axes
    };
  });
  const source = cell && (far ?? nearPicture(cell));
  useEffect(() => {
    // Loaded is not decoded, which would take its time at the first look.
    void picture.current?.decode?.().catch(() => undefined);
  }, [source]);
  if (!cell || !source || !axes) {
    return null;
  }
  const name = cellTitle(axes, cell.index, text);
  return (
    <span className={classes('jd-Blink', seen && 'jd-mod-seen')} aria-hidden="true">
      <img ref={picture} src={source} alt="" draggable={false} decoding="sync" />
      <span className="jd-Tag jd-mod-tl jd-Blink-name">
        <b>{text.say('reference')}</b> <span className="jd-cut">{name}</span>
      </span>
    </span>
  );
}

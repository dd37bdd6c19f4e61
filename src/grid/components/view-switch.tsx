import type { ReactElement } from 'react';
import { withKey } from '../../actions';
import { Segments } from '../../ui';
import { axisActions, cellActions } from '../actions';
import { useGrid, useSnapshot } from './context';

/** Grid, flip, full picture: which of them is seen. */
export function ViewSwitch(): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const { mode, hasAxes } = useSnapshot(({ view, sweep }) => ({
    mode: view.mode,
    hasAxes: (sweep?.axes.length ?? 0) > 0
  }));
  const full = cellActions.open.label(say, null);
  return (
    <Segments
      label={say('view')}
      segments={[
        {
          label: say('grid'),
          icon: 'grid',
          hint: mode === 'grid' ? undefined : withKey(say('grid_view'), say, axisActions.grid),
          chosen: mode === 'grid',
          onChoose: () => model.back()
        },
        ...(hasAxes
          ? [
              {
                label: say('flip'),
                icon: 'flip' as const,
                hint: withKey(say('flip_view'), say, axisActions.flip),
                chosen: mode === 'flip',
                onChoose: () => model.openFlip()
              }
            ]
          : []),
        {
          label: full,
          icon: 'zoom',
          hint: withKey(full, say, cellActions.open),
          chosen: mode === 'full',
          onChoose: () => model.focused && model.open(model.focused.id)
        }
      ]}
    />
  );
}

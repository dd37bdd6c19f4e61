import type { ReactElement } from 'react';
import { Slider } from '../../ui';
import { useGrid } from './context';

/** How large the one picture is drawn; each step is a share of the size there is. */
export function ZoomSlider({ scale }: { scale: number }): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  return (
    <Slider
      label={say('zoom')}
      words={say('percent', { percent: Math.round(scale * 100) })}
      shown
      min={-3}
      max={4}
      step={0.1}
      value={Math.log2(scale)}
      onChange={value => model.sizing.setZoom(2 ** value)}
    />
  );
}

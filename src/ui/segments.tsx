import type { ReactElement } from 'react';
import type { IconName } from '../icons';
import { Button } from './button';

export type Segment = {
  label: string;
  icon: IconName;
  chosen: boolean;
  hint?: string;
  onChoose(): void;
};
type SegmentsProps = { label: string; segments: readonly Segment[] };

/** A switch between a few views, of which one is shown. */
export function Segments({ label, segments }: SegmentsProps): ReactElement {
  return (
    <span className="jd-Segments" role="radiogroup" aria-label={label}>
      {segments.map(({ chosen, onChoose, ...each }) => (
        <Button
          key={each.label}
          {...each}
          words="room"
          className={chosen ? 'jd-mod-on' : undefined}
          role="radio"
          aria-checked={chosen}
          onClick={chosen ? undefined : onChoose}
        />
      ))}
    </span>
  );
}

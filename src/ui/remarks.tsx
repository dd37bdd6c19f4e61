import { type ReactElement, useState } from 'react';
import { Icon } from '../icons';
import { weightiest } from '../../schema/weighty-remarks';
import { classes } from './classes';
import { sentences } from './sentences';

export type Remark = {
  code: string;
  message: string;
  hint?: string;
  where?: { line: number; column: number };
};

type RemarksProps = {
  remarks: readonly Remark[];
  /** Words for those that are folded. */
  more(count: number): string;
  /** Whether line and column stand before each. */
  places?: boolean;
  /** Remarks that stand before the rest is folded. */
  first?: number;
  className?: string;
  id?: string;
};

/** What is odd about a sweep that is drawn all the same: quiet lines, the less weighty folded until they are asked for. */
export function Remarks({
  remarks,
  more,
  places,
  first = 3,
  className,
  id
}: RemarksProps): ReactElement | null {
  const [open, setOpen] = useState(false);
  if (remarks.length === 0) {
    return null;
  }
  const shown = open || remarks.length <= first ? remarks : weightiest(remarks, first);
  const folded = remarks.length - shown.length;
  return (
    <ul id={id} className={classes('jd-Remarks', className)}>
      {shown.map(({ message, hint, where }, k) => (
        <li key={k}>
          <Icon name="info" />
          <span>
            {places && where && <span className="jd-num">{`${where.line}:${where.column} `}</span>}
            {sentences(message, hint)}
          </span>
        </li>
      ))}
      {folded > 0 && (
        <li>
          <button type="button" className="jd-Remarks-more" onClick={() => setOpen(true)}>
            {more(folded)}
          </button>
        </li>
      )}
    </ul>
  );
}

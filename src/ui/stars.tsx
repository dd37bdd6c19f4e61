import type { ReactElement } from 'react';
import { Icon } from '../icons';
import { walkRadios } from './walk-radios';

type Props = {
  label: string;
  /** 0 for none. */
  value: number;
  /** What one of the stars, from 1, stands for. */
  name(star: number): string;
  onChoose(star: number): void;
};

/** One to five stars, with one tab stop. */
export function Stars({ label, value, name, onChoose }: Props): ReactElement {
  return (
    <span className="jd-Stars" role="radiogroup" aria-label={label} onKeyDown={walkRadios}>
      {[1, 2, 3, 4, 5].map(star => (
        <button
          key={star}
          type="button"
          role="radio"
          aria-checked={star === value}
          tabIndex={star === Math.max(1, value) ? 0 : -1}
          aria-label={name(star)}
          title={name(star)}
          onClick={() => onChoose(star)}
        >
          <Icon name={star <= value ? 'star' : 'staro'} />
        </button>
      ))}
    </span>
  );
}

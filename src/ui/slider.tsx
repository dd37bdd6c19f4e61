import type { ReactElement } from 'react';

type SliderProps = {
  /** The word before it, and its name when there is no longer one. */
  label: string;
  name?: string;
  /** The value in words: read out, and drawn where `shown`. */
  words: string;
  shown?: boolean;
  hint?: string;
  className?: string;
  min: number;
  max: number;
  step: number;
  value: number;
  onChange(value: number): void;
};

/** A number that is pulled rather than typed. */
export function Slider(props: SliderProps): ReactElement {
  const { label, name, words, shown, hint, className = 'jd-size', onChange, ...range } = props;
  return (
    <label className={className}>
      <span>{label}</span>
      {shown && <span className="jd-num jd-Slider-value">{words}</span>}
      <input
        className="jd-Slider"
        type="range"
        {...range}
        aria-label={name ?? label}
        aria-valuetext={words}
        title={hint}
        onChange={event => onChange(Number(event.target.value))}
      />
    </label>
  );
}

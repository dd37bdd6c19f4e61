import type { ReactElement } from 'react';
import { paths, type IconName } from './paths';

/** A glyph beside its word. Decoration for assistive technology: the button that carries it has the name. */
export function Icon({ name, small }: { name: IconName; small?: boolean }): ReactElement {
  return (
    <svg
      className={`jd-i jd-i-${name}${small ? ' jd-mod-small' : ''}`}
      viewBox="0 0 16 16"
      width={16}
      height={16}
      aria-hidden="true"
      focusable="false"
    >
      {paths[name].map(path => (
        <path key={path} d={path} fillRule="evenodd" />
      ))}
    </svg>
  );
}

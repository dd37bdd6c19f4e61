import type { ButtonHTMLAttributes, MouseEvent, ReactElement } from 'react';
import { Icon, type IconName } from '../icons';
import { classes } from './classes';

export type ButtonProps = {
  label: string;
  icon?: IconName;
  /** Whether the word is drawn, may leave where there is little room, or stands in the tooltip alone. */
  words?: 'always' | 'room' | 'never';
  tone?: 'plain' | 'bare' | 'primary';
  small?: boolean;
  /** Given for a switch: whether it is on. */
  pressed?: boolean;
  /** The tooltip; a button without words shows its label. */
  hint?: string;
  onClick?(event: MouseEvent<HTMLButtonElement>): void;
  'data-action'?: string;
  'data-menu'?: string;
} & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'onClick' | 'type' | 'title' | 'aria-pressed'>;

/** Icon, word, or both. Its name is its label, drawn or not. */
export function Button(props: ButtonProps): ReactElement {
  const {
    label,
    icon,
    words = 'always',
    tone = 'plain',
    small,
    pressed,
    hint,
    className,
    children,
    ...rest
  } = props;
  const named = words !== 'always';
  return (
    <button
      type="button"
      className={classes(
        'jd-Button',
        tone !== 'plain' && `jd-mod-${tone}`,
        small && 'jd-mod-small',
        words === 'never' && 'jd-mod-icon',
        pressed && 'jd-mod-on',
        className
      )}
      aria-label={named ? label : undefined}
      aria-pressed={pressed}
      title={hint ?? (named ? label : undefined)}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {words !== 'never' && <span className={words === 'room' ? 'jd-word' : undefined}>{label}</span>}
      {children}
    </button>
  );
}

/** An icon alone; its word is its name and its tooltip. */
export function IconButton(props: Omit<ButtonProps, 'words' | 'tone'> & { icon: IconName }): ReactElement {
  return <Button words="never" tone="bare" {...props} />;
}

import type { Say } from '../../schema/messages/browser';
import type { ReactElement } from 'react';
import { Button, type ButtonProps } from '../ui';
import { canDo, iconOf, type Action } from './action';
import { withKey } from './present';

type ActionButtonProps<C> = {
  action: Action<C>;
  context: C;
  say: Say;
  /** True for a moment after it was done here. */
  just?: boolean;
  /** Drawn, but dead, while it can't be done; else it isn't drawn then. */
  keep?: boolean;
} & Pick<ButtonProps, 'words' | 'tone' | 'small' | 'className' | 'tabIndex' | 'aria-busy' | 'children'>;

/** An action as a button. */
export function ActionButton<C>(props: ActionButtonProps<C>): ReactElement | null {
  const { action, context, say, just, keep, ...look } = props;
  const able = canDo(action, context);
  if (!able && !keep) {
    return null;
  }
  const label = action.label(say, context);
  const words = action.hint?.(say, context) ?? label;
  const hint = withKey(words, say, action);
  return (
    <Button
      {...look}
      label={just && action.done ? action.done(say) : label}
      icon={just ? 'check' : iconOf(action, context)}
      hint={hint === label && look.words !== 'never' && look.words !== 'room' ? undefined : hint}
      pressed={action.on?.(context)}
      disabled={!able}
      data-action={action.id}
      onClick={() => void action.run(context, {})}
    />
  );
}

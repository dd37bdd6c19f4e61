import type { ReactElement } from 'react';
import { ActionButton, type Action } from '../../actions';
import type { ButtonProps } from '../../ui';
import type { CompareTarget } from '../actions';
import { useCompare } from './context';

type Look = Pick<ButtonProps, 'words' | 'tone' | 'small' | 'className' | 'tabIndex'>;

/** An action of the panel as a button; drawn anew with whoever draws it. */
export function CompareButton({ action, ...look }: { action: Action<CompareTarget> } & Look): ReactElement {
  const { target, say } = useCompare();
  return <ActionButton action={action} context={target} say={say} {...look} />;
}

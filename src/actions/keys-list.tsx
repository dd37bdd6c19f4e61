import type { ReactElement, ReactNode } from 'react';
import type { Say } from '../../schema/messages/browser';
import { IconButton } from '../ui';
import type { Action } from './action';
import { bindingsOf, keyCaps } from './keys';

type Props = {
  /** Those of them that have keys are told. */
  actions: readonly Action<never>[];
  say: Say;
  /** Why a key can't be used now; null while it can. */
  why?(action: Action<never>): string | null;
  onClose(): void;
  /** Keys that belong to no action, as rows. */
  children?: ReactNode;
};

/** The keys of a view, in the view's own place. */
export function KeysList({ actions, say, why, onClose, children }: Props): ReactElement {
  return (
    <section className="jd-Help" aria-label={say('keys')}>
      <dl>
        {children}
        {actions
          .map(action => ({ action, caps: keyCaps(bindingsOf([action])) }))
          .filter(({ caps }) => caps.length > 0)
          .map(({ action, caps }) => (
            <KeysRow
              key={action.id}
              caps={caps}
              words={action.help?.(say) ?? action.label(say, null)}
              why={why?.(action)}
            />
          ))}
      </dl>
      <IconButton icon="close" label={say('close')} onClick={onClose} />
    </section>
  );
}

type RowProps = {
  caps: readonly string[][];
  words: string;
  /** Why they can't be used now; empty where that has no words. */
  why?: string | null;
};

/** Keys, as groups of caps that are pressed together, and what they do. */
export function KeysRow({ caps, words, why = null }: RowProps): ReactElement {
  return (
    <div className={why === null ? undefined : 'jd-mod-off'}>
      <dt>
        {caps.map(group => (
          <span className="jd-Help-keys" key={group.join(' ')}>
            {group.map(cap => (
              <kbd key={cap}>{cap}</kbd>
            ))}
          </span>
        ))}
      </dt>
      <dd>
        {words}
        {why ? <span className="jd-Help-why">{why}</span> : null}
      </dd>
    </div>
  );
}

import type { ReactElement, ReactNode } from 'react';
import type { Say } from '../../schema/messages/browser';
import { IconButton } from '../ui';
import type { Action } from './action';
import { bindingsOf, keyCaps } from './keys';

type Props = {
  /** Those of them that have keys are told. */
  actions: readonly Action<never>[];
  say: Say;
  onClose(): void;
  /** Keys that belong to no action, as rows. */
  children?: ReactNode;
};

/** The keys of a view, in the view's own place. */
export function KeysList({ actions, say, onClose, children }: Props): ReactElement {
  return (
    <section className="jd-Help" aria-label={say('keys')}>
      <dl>
        {children}
        {actions
          .map(action => ({ action, caps: keyCaps(bindingsOf([action])) }))
          .filter(({ caps }) => caps.length > 0)
          .map(({ action, caps }) => (
            <KeysRow key={action.id} caps={caps} words={action.help?.(say) ?? action.label(say, null)} />
          ))}
      </dl>
      <IconButton icon="close" label={say('close')} onClick={onClose} />
    </section>
  );
}

/** Keys, as groups of caps that are pressed together, and what they do. */
export function KeysRow({ caps, words }: { caps: readonly string[][]; words: string }): ReactElement {
  return (
    <div>
      <dt>
        {caps.map(group => (
          <span className="jd-Help-keys" key={group.join(' ')}>
            {group.map(cap => (
              <kbd key={cap}>{cap}</kbd>
            ))}
          </span>
        ))}
      </dt>
      <dd>{words}</dd>
    </div>
  );
}

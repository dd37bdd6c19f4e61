import type { ReactElement } from 'react';
import { bindingsOf, keyCaps } from '../../actions';
import { IconButton } from '../../ui';
import { compareActions } from '../actions';
import { useCompare } from './context';

/** The keys, in the panel's own place. */
export function HelpView(): ReactElement {
  const { model, say } = useCompare();
  const actions = Object.values(compareActions).filter(action => bindingsOf([action]).length > 0);
  return (
    <section className="jd-Help" aria-label={say('keys')}>
      <dl>
        <div>
          <dt>
            <span className="jd-Help-keys">
              <kbd>Tab</kbd>
            </span>
          </dt>
          <dd>{say('compare_next_pane')}</dd>
        </div>
        {actions.map(action => (
          <div key={action.id}>
            <dt>
              {keyCaps(bindingsOf([action])).map(group => (
                <span className="jd-Help-keys" key={group.join(' ')}>
                  {group.map(cap => (
                    <kbd key={cap}>{cap}</kbd>
                  ))}
                </span>
              ))}
            </dt>
            <dd>{action.help?.(say) ?? action.label(say, null)}</dd>
          </div>
        ))}
      </dl>
      <IconButton icon="close" label={say('close')} onClick={() => model.toggleHelp()} />
    </section>
  );
}

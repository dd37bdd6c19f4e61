import type { ReactElement } from 'react';
import { bindingsOf, canDo, keyCaps, type Action } from '../../actions';
import { IconButton } from '../../ui';
import type { CellTarget } from '../actions';
import { allActions } from '../keys';
import { useGrid } from './context';

/** The keys, in the grid's own place. */
export function HelpView(): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  return (
    <section className="jd-Help" aria-label={say('keys')}>
      <dl>
        {allActions
          .filter(action => isUseful(action, model.focused && { model, cell: model.focused }))
          .map(action => (
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

/** What has a key; without the service nothing of marks is told. The keys of the other view are told in this one, too. */
function isUseful(action: Action<CellTarget>, context: CellTarget | undefined): boolean {
  const ofOtherView = ['grid-', 'cull-', 'cell-open', 'cell-menu'].some(start => action.id.startsWith(start));
  return (
    bindingsOf([action]).length > 0 && (ofOtherView || (context !== undefined && canDo(action, context)))
  );
}

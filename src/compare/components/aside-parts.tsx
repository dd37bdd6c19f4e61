import type { ReactElement, ReactNode } from 'react';
import { bindingsOf, keyWords, type Action } from '../../actions';
import { Icon } from '../../icons';
import { Button } from '../../ui';
import { compareActions, type CompareTarget } from '../actions';
import { isShifted } from '../place';
import { ownOf, pairOf, seenItems, seenLetter, underneath } from '../state';
import { useCompare, useCompareState } from './context';

/** What is odd about how the pictures lie: other sizes, shifts of their own; and what may be relied on. */
export function PlacesView(): ReactElement {
  const { model, say } = useCompare();
  const { items, own, mode } = useCompareState(state => ({
    items: state.tray,
    own: state.own,
    mode: state.mode
  }));
  const seen = seenItems(model.state).filter(({ width }) => width > 0);
  const sizes = new Set(seen.map(({ width, height }) => `${width} ${height}`));
  const shifted = items.filter(({ key }) => isShifted(ownOf({ own }, key)));
  return (
    <>
      {sizes.size > 1 ? (
        <Info icon="info">
          {say('compare_sizes', {
            sizes: seen.map(({ letter, width, height }) => say('compare_size_of', { letter, width, height }))
          })}
        </Info>
      ) : null}
      {shifted.map(({ key, letter }) => {
        const { x, y, factor } = ownOf({ own }, key);
        const words = [
          (Math.round(x) !== 0 || Math.round(y) !== 0) &&
            say('compare_shifted', { letter, x: signed(x), y: signed(y) }),
          factor !== 1 && say('compare_zoomed_alone', { letter, factor: Number(factor.toFixed(2)) })
        ].filter(Boolean);
        return (
          <Info key={letter} icon="link">
            <span className="jd-Shifted">
              {say('compare_alone', { what: words.join(say('list_separator')) })}
            </span>{' '}
            <button type="button" className="jd-Link" onClick={() => model.places.putBack(letter)}>
              {say('compare_back')}
            </button>
          </Info>
        );
      })}
      {mode === 'blink' ? (
        <Info icon="info">{say(model.options.host.calm() ? 'compare_auto_off' : 'compare_decoded')}</Info>
      ) : null}
    </>
  );
}

/** With a true minus. */
function signed(length: number): string {
  return String(Math.round(length)).replace('-', '−');
}

function Info({ icon, children }: { icon: 'info' | 'link'; children: ReactNode }): ReactElement {
  return (
    <p className="jd-Note">
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}

/** The keys that matter most in this mode. */
export function KeysView(): ReactElement | null {
  const { say } = useCompare();
  const { mode, reference, other } = useCompareState(state => {
    const seen = seenLetter(state);
    return {
      mode: state.mode,
      reference: state.reference ?? '',
      other: (seen && underneath(state, seen)) ?? ''
    };
  });
  if (mode !== 'side' && mode !== 'blink') {
    return null;
  }
  const { hold, reference: toReference, reject, pick, rate, before, after } = compareActions;
  const rows: [string, Action<CompareTarget>[]][] =
    mode === 'side'
      ? [
          [say('compare_keys_blink', { letter: other }), [hold]],
          [say('compare_keys_reference'), [toReference]],
          [say('compare_keys_reject'), [reject]],
          [say('compare_keys_stars'), [rate]]
        ]
      : [
          [say('compare_hold_for', { letter: reference }), [hold]],
          [say('compare_keys_pair'), [before, after]],
          [say('compare_keys_marks'), [pick, reject]]
        ];
  return (
    <div>
      <h3>{say('keys')}</h3>
      <dl className="jd-Facts">
        {rows.map(([words, actions]) => [
          <dt key={`${words} keys`}>
            {actions.map(action => {
              const keys = bindingsOf([action]).map(each => keyWords(each.keys));
              return (
                <kbd key={action.id}>{keys.length > 3 ? `${keys[0]}–${keys.at(-1)}` : (keys[0] ?? '')}</kbd>
              );
            })}
          </dt>,
          <dd key={words}>{words}</dd>
        ])}
      </dl>
    </div>
  );
}

/** The end of a comparison: one stays, the other goes. */
export function KeepView(): ReactElement | null {
  const { model, say } = useCompare();
  const { reference, candidate } = useCompareState(state => ({
    reference: pairOf(state)?.reference,
    candidate: pairOf(state)?.candidate
  }));
  if (!reference?.cell || !candidate?.cell) {
    return null;
  }
  return (
    <div className="jd-line jd-Keep">
      <span className="jd-quiet jd-grow">{say('compare_keep_one')}</span>
      {[reference, candidate].map(({ letter }) => (
        <Button
          key={letter}
          icon="check"
          words="never"
          label={say('compare_keep', { letter })}
          className="jd-Keep-one"
          onClick={() => void model.marks.keep(letter)}
        >
          <b aria-hidden="true">{letter}</b>
        </Button>
      ))}
    </div>
  );
}

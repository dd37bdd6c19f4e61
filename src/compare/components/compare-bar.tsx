import type { ReactElement } from 'react';
import { actionsAt, withKey } from '../../actions';
import { Button, Slider, Toolbar, ToolbarRule } from '../../ui';
import { compareActions } from '../actions';
import { pairOf, shownScale } from '../state';
import { CompareButton } from './action';
import { useCompare, useCompareState } from './context';

/** How pictures are held against one another, and how large. */
export function CompareBar(): ReactElement | null {
  const { say } = useCompare();
  // Which actions there are, and which are on, follows from these.
  const { mode, paired, any } = useCompareState(state => ({
    mode: state.mode,
    paired: pairOf(state) !== null,
    any: state.tray.length > 0,
    reference: state.reference,
    candidate: state.candidate,
    auto: state.auto,
    synced: state.synced,
    zoom: state.place.scale,
    help: state.help,
    shown: state.shown
  }));
  return any ? (
    <Toolbar label={say('compare')}>
      {paired ? <ModeSwitch /> : null}
      {paired && mode === 'blink' ? (
        <>
          <ToolbarRule />
          <CompareButton action={compareActions.auto} small />
        </>
      ) : null}
      {paired && mode === 'onion' ? (
        <>
          <ToolbarRule />
          <Opacity />
        </>
      ) : null}
      <span className="jd-grow" />
      <CompareButton action={compareActions.swap} words="never" tone="bare" />
      {paired ? <ToolbarRule /> : null}
      <CompareButton action={compareActions.sync} words="room" small />
      <span className="jd-Compare-zoom">
        <Zoom />
      </span>
      <CompareButton action={compareActions.actual} tone="bare" small className="jd-num" />
      <CompareButton action={compareActions.fit} tone="bare" small />
      <CompareButton action={compareActions.help} words="never" tone="bare" />
    </Toolbar>
  ) : null;
}

function ModeSwitch(): ReactElement {
  const { target, say } = useCompare();
  return (
    <span className="jd-Segments" role="radiogroup" aria-label={say('compare_mode')}>
      {actionsAt(compareActions, 'modes', target).map(action => {
        const on = action.on?.(target) ?? false;
        const label = action.label(say, target);
        return (
          <Button
            key={action.id}
            label={label}
            hint={withKey(label, say, action)}
            className={on ? 'jd-mod-on' : undefined}
            role="radio"
            aria-checked={on}
            data-action={action.id}
            onClick={event => {
              if (!on) {
                void action.run(target, {});
              }
              if (event.detail > 0) {
                // After a press with the pointer the keys are the pictures'; who walks the toolbar stays there.
                focusPane(event.currentTarget);
              }
            }}
          />
        );
      })}
    </span>
  );
}

function focusPane(within: Element): void {
  requestAnimationFrame(() =>
    within
      .closest('.jd-Compare')
      ?.querySelector<HTMLElement>('.jd-Pane.jd-mod-focus')
      ?.focus({ preventScroll: true })
  );
}

function Opacity(): ReactElement | null {
  const { model, say } = useCompare();
  const { opacity, candidate } = useCompareState(state => ({
    opacity: state.opacity,
    candidate: state.candidate
  }));
  return (
    <Slider
      label={say('compare_opacity', { letter: candidate ?? '' })}
      words={say('percent', { percent: Math.round(opacity * 100) })}
      shown
      min={0}
      max={1}
      step={0.01}
      value={opacity}
      onChange={value => model.setOpacity(value)}
    />
  );
}

function Zoom(): ReactElement {
  const { model, say } = useCompare();
  const scale = useCompareState(shownScale);
  return (
    <Slider
      label={say('zoom')}
      words={say('percent', { percent: Math.round(scale * 100) })}
      hint={withKey(say('zoom'), say, compareActions.larger, compareActions.smaller)}
      min={-4}
      max={5}
      step={0.1}
      value={Math.log2(scale)}
      onChange={value => model.places.zoomTo(2 ** value)}
    />
  );
}

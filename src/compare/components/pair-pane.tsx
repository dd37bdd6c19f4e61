import { useRef, type ReactElement } from 'react';
import { isReferenceSeen, pairOf, type CompareState } from '../state';
import { useCompare, useCompareState } from './context';
import { DifferenceCanvas, DifferenceScale } from './difference-canvas';
import { Layer } from './layer';
import { HoldHint, Loupe, Missing, Name, Overview } from './pane-parts';
import { SplitHandle } from './split-handle';
import { useGestures } from './use-gestures';
import { useTitles } from './use-comparison';

/** Two pictures in one place: one after the other, parted, one through the other, or what differs. */
export function PairPane(): ReactElement | null {
  const { say } = useCompare();
  const pane = useRef<HTMLDivElement>(null);
  const titleOf = useTitles();
  const { reference, candidate, mode, split, opacity, held } = useCompareState(state => ({
    reference: pairOf(state)?.reference,
    candidate: pairOf(state)?.candidate,
    mode: state.mode,
    split: state.split,
    opacity: state.opacity,
    held: isReferenceSeen(state)
  }));
  const gestures = useGestures(pane, candidate?.letter ?? null);
  if (!reference || !candidate) {
    return null;
  }
  const looks = looksOf({ mode, split, opacity }, held);
  const titles = [reference, candidate].map(item => ({ item, title: titleOf(item) }));
  const missing = [reference, candidate].find(({ state }) => state !== 'ready');
  return (
    <div
      className={`jd-Pane jd-Compared jd-mod-focus jd-mod-${mode}`}
      ref={pane}
      role="group"
      tabIndex={0}
      aria-label={titles
        .map(({ item, title }) => [item.letter, title].join(say('list_separator')))
        .join(say('clause_separator'))}
      data-pane={candidate.letter}
      {...gestures}
    >
      {reference.state === 'ready' ? <Layer item={reference} {...looks.reference} /> : null}
      {candidate.state === 'ready' ? <Layer item={candidate} {...looks.candidate} /> : null}
      {mode === 'difference' && !missing ? <DifferenceCanvas reference={reference} hidden={held} /> : null}
      {missing ? <Missing item={missing} /> : null}
      {titles.map(({ item, title }, at) => (
        <Name
          key={item.letter}
          item={item}
          title={title}
          framed={mode === 'blink' ? (at === 0) === held : at === 0 && held}
          faint={mode === 'blink' ? (at === 0) !== held : at === 1 && held}
          className={at === 0 ? 'jd-mod-left' : mode === 'slider' ? 'jd-mod-right' : 'jd-mod-second'}
        />
      ))}
      {mode === 'slider' ? <SplitHandle pane={pane} away={held} /> : null}
      {mode === 'difference' ? <DifferenceScale /> : null}
      <HoldHint
        held={held}
        words={
          mode !== 'blink'
            ? say('compare_hold_to_blink')
            : held
              ? say('compare_release_for', { letter: candidate.letter })
              : say('compare_hold_for', { letter: reference.letter })
        }
      />
      <Overview item={held ? reference : candidate} />
      <Loupe items={[reference, candidate]} />
    </div>
  );
}

type Look = { seen: number; clip?: string };

/** How the two layers are seen. */
function looksOf(
  { mode, split, opacity }: Pick<CompareState, 'mode' | 'split' | 'opacity'>,
  held: boolean
): { reference: Look; candidate: Look } {
  if (held) {
    return { reference: { seen: 1 }, candidate: { seen: 0 } };
  }
  const at = `${split * 100}%`;
  switch (mode) {
    case 'slider':
      return {
        reference: { seen: 1, clip: `inset(0 calc(100% - ${at}) 0 0)` },
        candidate: { seen: 1, clip: `inset(0 0 0 ${at})` }
      };
    case 'onion':
      return { reference: { seen: 1 }, candidate: { seen: opacity } };
    case 'difference':
      return { reference: { seen: 0 }, candidate: { seen: 0 } };
    default:
      return { reference: { seen: 0 }, candidate: { seen: 1 } };
  }
}

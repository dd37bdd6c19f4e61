import type { ReactElement } from 'react';
import { bindingsOf, keyWords } from '../../actions';
import { Icon } from '../../icons';
import { Facts, Slider, useSlice } from '../../ui';
import { compareActions } from '../actions';
import { shareOver, type Figures } from '../difference';
import type { Measured } from '../measures';
import { pairOf } from '../state';
import { useCompare, useCompareState } from './context';

function useMeasured(): Measured | undefined {
  const { model } = useCompare();
  return useSlice(
    model,
    () => {
      const pair = pairOf(model.state);
      return pair ? model.measures.of(pair.candidate.key) : undefined;
    },
    sameState
  );
}

/** `apart` is made anew each time. */
function sameState(a: Measured | undefined, b: Measured | undefined): boolean {
  return a === b || (a?.state === 'apart' && b?.state === 'apart');
}

/** How much the two differ, and what counts as a difference. */
export function FiguresView(): ReactElement {
  const { model, say } = useCompare();
  const measured = useMeasured();
  const threshold = useCompareState(state => state.threshold);
  const partial = useCompareState(state => {
    const pair = pairOf(state);
    const overlap = measured?.state === 'done' ? measured.overlap : null;
    return [pair?.reference, pair?.candidate].some(
      item => overlap && item && (item.width !== overlap.width || item.height !== overlap.height)
    );
  });
  const [hold] = bindingsOf([compareActions.hold]);
  const words = say('compare_of_255', { value: threshold });
  return (
    <>
      <div>
        <h3>{say('compare_how_much')}</h3>
        {measured?.state === 'done' ? (
          <>
            <FigureFacts figures={measured.figures} threshold={threshold} />
            {partial ? (
              <p className="jd-quiet">
                {say('compare_common', {
                  width: measured.overlap.width,
                  height: measured.overlap.height
                })}
              </p>
            ) : null}
          </>
        ) : (
          <p className="jd-quiet">
            {measured?.state === 'apart'
              ? say('compare_apart')
              : measured?.state === 'failed'
                ? say('compare_not_measured', { reason: measured.reason })
                : say('compare_measuring')}
          </p>
        )}
      </div>
      <div className="jd-Threshold">
        <h3 className="jd-line">
          <span className="jd-grow">{say('compare_threshold')}</span>
          <span className="jd-num">{words}</span>
        </h3>
        <Slider
          label=""
          name={say('compare_threshold')}
          words={words}
          min={0}
          max={128}
          step={1}
          value={threshold}
          onChange={value => model.setThreshold(value)}
        />
        <p className="jd-quiet">{say('compare_threshold_note')}</p>
      </div>
      <p className="jd-Note">
        <Icon name="info" />
        <span>{say('compare_locates', { key: hold ? keyWords(hold.keys) : '' })}</span>
      </p>
    </>
  );
}

function FigureFacts({ figures, threshold }: { figures: Figures; threshold: number }): ReactElement {
  const { say } = useCompare();
  const { ssim, seen, mean, largest, at } = figures;
  const percent = (share: number): string => say('percent', { percent: percentOf(share) });
  return (
    <Facts
      className="jd-Figures"
      facts={[
        ...(ssim === null ? [] : [{ label: say('compare_ssim_name'), value: ssim.toFixed(3) }]),
        {
          label: say('compare_share'),
          value: <span title={say('compare_share_hint')}>{percent(shareOver(figures, threshold))}</span>
        },
        {
          label: say('compare_seen'),
          value: <span title={say('compare_seen_hint')}>{percent(seen)}</span>
        },
        {
          label: say('compare_mean'),
          value: say('compare_of_255', { value: Number(mean.toFixed(mean < 10 ? 1 : 0)) })
        },
        {
          label: say('compare_largest'),
          value: (
            <span>
              {largest > 0
                ? say('compare_largest_at', { value: largest, x: at.x, y: at.y })
                : say('compare_of_255', { value: 0 })}
            </span>
          )
        }
      ]}
    />
  );
}

/** A share in percent; what is little is never said to be nothing, nor nearly all to be all. */
function percentOf(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 0.1
    ? '< 0.1'
    : percent > 99.9 && percent < 100
      ? '> 99.9'
      : percent.toFixed(percent < 10 && percent > 0 ? 1 : 0);
}

/** The likeness of the two in words. */
export function LikenessView(): ReactElement | null {
  const { say } = useCompare();
  const measured = useMeasured();
  if (measured?.state !== 'done' || measured.figures.ssim === null) {
    return null;
  }
  const { ssim, largest } = measured.figures;
  const code =
    largest === 0
      ? 'compare_ssim_equal'
      : ssim >= 0.99
        ? 'compare_ssim_near'
        : ssim >= 0.8
          ? 'compare_ssim_detail'
          : ssim >= 0.5
            ? 'compare_ssim_parts'
            : 'compare_ssim_other';
  return (
    <div>
      <h3>{say('compare_likeness')}</h3>
      <p className="jd-num jd-Likeness">{say(code, { ssim: ssim.toFixed(3) })}</p>
    </div>
  );
}

/** What the service said of a prompt: the count, remarks at their words, and on demand every word's weight. */
import type { ReactElement } from 'react';
import { Icon } from '../icons';
import type { PromptReading, Remark } from './prompt-reading';
import type { PromptStretch } from '../../language/cell/editor';
import { classes, Note, Remarks, sentences } from '../ui';
import { usePanel } from './view';

/** Sentences that fit below a prompt; the rest are folded. */
const REMARKS_MAX = 3;
/** The same in every language. */
const LORA = 'LoRA';

/** What is drawn of a remark. */
type Mark = Pick<Remark, 'at' | 'length' | 'bad'>;
type Marked = PromptStretch & { remark: Mark | null };

/** The stretches of a prompt cut where remarks begin and end. */
export function markedStretches(stretches: readonly PromptStretch[], remarks: readonly Mark[]): Marked[] {
  const edges = remarks.flatMap(({ at, length }) => [at, at + length]);
  const marked: Marked[] = [];
  let from = 0;
  for (const { text, kind } of stretches) {
    const to = from + text.length;
    const cuts = [...new Set([from, ...edges.filter(edge => edge > from && edge < to), to])].sort(
      (a, b) => a - b
    );
    for (let k = 0; k + 1 < cuts.length; k++) {
      const [start, end] = [cuts[k], cuts[k + 1]];
      const remark = remarks.find(({ at, length }) => at <= start && end <= at + length) ?? null;
      marked.push({ text: text.slice(start - from, end - from), kind, remark });
    }
    from = to;
  }
  return marked;
}

/** "12/75"; pressing it shows how the prompt is read. */
export function TokenCount(props: {
  reading: PromptReading;
  open: boolean;
  onToggle(): void;
}): ReactElement | null {
  const { reading, open, onToggle } = props;
  const { say } = usePanel().words;
  const { tokens, limit } = reading;
  const count = tokens === null ? '' : `${tokens}/${limit}`;
  const said = tokens === null ? say('prompt_reading') : say('tokens_of', { tokens, limit });
  return (
    <button
      type="button"
      className="jd-Button jd-mod-bare jd-mod-small jd-Prompt-count"
      aria-expanded={open}
      aria-label={said}
      title={said}
      onClick={onToggle}
    >
      <Icon name={open ? 'down' : 'right'} />
      {count && <span className="jd-num">{count}</span>}
    </button>
  );
}

/** What is odd or wrong, in words. */
export function PromptRemarks({ remarks }: { remarks: readonly Remark[] }): ReactElement {
  const { say } = usePanel().words;
  const bad = remarks.filter(each => each.bad).slice(0, REMARKS_MAX);
  return (
    <>
      {bad.map(({ code, at, message, hint }) => (
        <Note key={`${code}${at}`} tone="bad">
          {sentences(message, hint)}
        </Note>
      ))}
      <Remarks
        remarks={remarks.filter(each => !each.bad)}
        first={REMARKS_MAX}
        more={count => say('and_more', { count })}
      />
    </>
  );
}

/** Every part of a prompt, when each of its texts is in force, and what each word weighs. */
export function Reading({ reading }: { reading: PromptReading }): ReactElement {
  const { say } = usePanel().words;
  const { parts, texts, loras } = reading;
  const chunks = texts.reduce<number[]>(
    (most, text) => (text.chunks.length > most.length ? text.chunks : most),
    []
  );
  return (
    <dl className="jd-Reading" aria-label={say('prompt_reading')}>
      {parts.flatMap((part, p) =>
        part.stages.map(({ until, text }, k) => {
          const whole = part.stages.at(-1)!.until;
          const share = (n: number): number => Math.round((100 * n) / whole);
          const heading = [
            ...(parts.length > 1 ? [`AND ${rounded(part.weight)}`] : []),
            ...(part.stages.length > 1
              ? [`${share(k === 0 ? 0 : part.stages[k - 1].until)}–${share(until)} %`]
              : [])
          ].join(' · ');
          return (
            <div key={`${p}-${k}`}>
              {heading && <dt className="jd-quiet jd-num">{heading}</dt>}
              <dd>
                {texts[text].runs.map((run, r) => (
                  <Run key={r} text={run.text} weight={run.weight} />
                ))}
              </dd>
            </div>
          );
        })
      )}
      {loras.map(({ name, te, unet, at }) => (
        <div key={at}>
          <dt className="jd-quiet">{LORA}</dt>
          <dd>
            <Run text={name} weight={unet} />
            {te !== unet && <span className="jd-quiet"> {say('text_weight', { weight: rounded(te) })}</span>}
          </dd>
        </div>
      ))}
      {chunks.length > 1 && (
        <div>
          <dt className="jd-quiet">{say('tokens_a_chunk')}</dt>
          <dd className="jd-num">{chunks.join(' · ')}</dd>
        </div>
      )}
    </dl>
  );
}

/** BREAK weighs -1 and is no word. */
function Run({ text, weight }: { text: string; weight: number }): ReactElement | null {
  const isBreak = text === 'BREAK' && weight === -1;
  if (text.trim() === '') {
    return null;
  }
  const kind = isBreak ? 'mark' : weight > 1.0001 ? 'more' : weight < 0.9999 ? 'less' : 'plain';
  return (
    <span className={classes('jd-Reading-run', `jd-w-${kind}`)}>
      {text.trim()}
      {kind !== 'plain' && !isBreak && <sub className="jd-num">{rounded(weight)}</sub>}
    </span>
  );
}

function rounded(weight: number): number {
  return Math.round(weight * 1000) / 1000;
}

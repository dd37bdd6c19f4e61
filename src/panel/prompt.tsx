import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from '../icons';
import { addedWords, withWords } from './add-words';
import { styleOf, type PromptReading } from './prompt-reading';
import { markedStretches, Reading, Remarks, TokenCount } from './prompt-view';
import { changeWeight, stretchesOf, weightAt, wordingsTotal, type Edit } from '../../language/cell/editor';
import { classes, IconButton, Section, usePanel, useWantedFocus } from './view';

const STEP = 0.1;
const FINE_STEP = 0.05;

export function PromptSection(): ReactElement {
  const { model, state, words } = usePanel();
  const { trans } = words;
  const { form, open } = state;
  return (
    <Section
      name="prompt"
      title={trans.__('Prompt')}
      open={open.prompt}
      onToggle={() => model.toggle('prompt')}
    >
      <PromptField
        field="prompt"
        label={trans.__('Prompt')}
        hint={trans.__('What should the picture show?')}
        value={form.prompt}
        onChange={prompt => model.edit({ ...model.state.form, prompt })}
      />
      {open.negative || form.negative !== '' ? (
        <>
          <label className="jd-Prompt-label jd-quiet">{trans.__('Negative prompt')}</label>
          <PromptField
            field="negative_prompt"
            label={trans.__('Negative prompt')}
            hint={trans.__('What it should not show')}
            value={form.negative}
            onChange={negative => model.edit({ ...model.state.form, negative })}
          />
        </>
      ) : (
        <button
          type="button"
          className="jd-Button jd-mod-bare jd-mod-small jd-Prompt-more"
          onClick={() => {
            model.toggle('negative', true);
            model.focusOn('negative_prompt');
          }}
        >
          <Icon name="add" />
          {trans.__('Negative prompt')}
        </button>
      )}
    </Section>
  );
}

type PromptFieldProps = {
  field: 'prompt' | 'negative_prompt';
  label: string;
  hint: string;
  value: string;
  onChange(value: string): void;
};

/** A text area over a drawing of the same text with its emphasis; both wrap alike because they share every measure. */
function PromptField({ field, label, hint, value, onChange }: PromptFieldProps): ReactElement {
  const { model, state } = usePanel();
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const [explained, setExplained] = useState(false);
  useWantedFocus(field, area);
  const place = model.refusedPlace();
  const fault = place?.field === field ? place : null;
  const style = styleOf(state.form, field);
  const failure = state.plan.kind === 'wrong' ? state.plan.failure : null;
  const reading = state.readings[field];
  // The service's refusal says it already, in the same place.
  const remarks = reading?.of === value ? reading.remarks.filter(({ bad }) => !bad || !fault) : [];

  const weigh = (delta: number): void => {
    const { selectionStart, selectionEnd } = area.current!;
    applyEdit(area.current!, changeWeight(value, selectionStart, selectionEnd, delta, style), onChange);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const up = event.key === 'ArrowUp';
    if ((event.ctrlKey || event.metaKey) && !event.altKey && (up || event.key === 'ArrowDown')) {
      event.preventDefault();
      weigh((up ? 1 : -1) * (event.shiftKey ? FINE_STEP : STEP));
    }
  };
  const noteId = `jd-wrong-${field}`;
  return (
    <div className={classes('jd-Prompt', field !== 'prompt' && 'jd-mod-short', fault && 'jd-mod-wrong')}>
      <div className="jd-Prompt-edit">
        <div className="jd-Prompt-shown" aria-hidden="true">
          {markedStretches(stretchesOf(value, style), remarks).map(({ text, kind, remark }, k) => (
            <span
              key={k}
              className={classes(`jd-w-${kind}`, remark && (remark.bad ? 'jd-mod-bad' : 'jd-mod-odd'))}
            >
              {text}
            </span>
          ))}
          {'\u200b'}
        </div>
        <textarea
          ref={area}
          className="jd-Prompt-text"
          data-field={field}
          aria-label={label}
          aria-invalid={fault !== null}
          aria-describedby={fault ? noteId : undefined}
          placeholder={hint}
          rows={1}
          spellCheck={false}
          value={value}
          onChange={event => onChange(event.target.value)}
          onSelect={event => setCaret(event.currentTarget.selectionEnd)}
          onKeyDown={onKeyDown}
        />
      </div>
      {fault && failure && (
        <p className="jd-Note jd-mod-bad jd-Prompt-fault" id={noteId} role="alert">
          <Icon name="error" />
          <span>{failure.error.message}</span>
        </p>
      )}
      {remarks.length > 0 && (
        <div className="jd-Prompt-remarks">
          <Remarks remarks={remarks} />
        </div>
      )}
      {(field === 'prompt' || value !== '') && (
        // Buttons must not take the caret out of the prompt.
        <div className="jd-Prompt-foot" onMouseDown={event => event.preventDefault()}>
          <FootWords
            text={value}
            reading={reading}
            explained={explained}
            onExplain={() => setExplained(!explained)}
          />
          <AddButton
            field={field}
            onAdd={words => applyEdit(area.current!, withWords(value, caret, words), onChange)}
          />
          {value !== '' && <WeightButtons weight={weightAt(value, caret, style)} onWeigh={weigh} />}
        </div>
      )}
      {explained && reading && value !== '' && <Reading reading={reading} />}
    </div>
  );
}

type FootProps = { text: string; reading: PromptReading | null; explained: boolean; onExplain(): void };

/** How long the prompt is, and how many ways of writing it there are. */
function FootWords({ text, reading, explained, onExplain }: FootProps): ReactElement {
  const { trans } = usePanel().words;
  const ways = wordingsTotal(text);
  return (
    <>
      {reading && text !== '' && <TokenCount reading={reading} open={explained} onToggle={onExplain} />}
      <span className="jd-grow jd-cut">
        {ways > 1
          ? trans._n('%1 wording', '%1 wordings', ways)
          : text === ''
            ? trans.__('{a|b} draws both')
            : ''}
      </span>
    </>
  );
}

type AddProps = { field: PromptFieldProps['field']; onAdd(words: string): void };

/** LoRAs and embeddings to put in, where the models folders have any. */
function AddButton({ field, onAdd }: AddProps): ReactElement | null {
  const { state, words, showMenu } = usePanel();
  const { trans } = words;
  const offered = addedWords(state.lists, state.form, field);
  const label =
    field === 'prompt' ? trans.__('Insert a LoRA or an embedding') : trans.__('Insert an embedding');
  return offered.length === 0 ? null : (
    <IconButton
      icon="insert"
      small
      label={label}
      onClick={event =>
        showMenu(
          offered.map(each => ({ label: each.label, run: () => onAdd(each.text) })),
          event.currentTarget
        )
      }
    />
  );
}

type WeightProps = { weight: number | null; onWeigh(delta: number): void };

function WeightButtons({ weight, onWeigh }: WeightProps): ReactElement {
  const { trans } = usePanel().words;
  return (
    <>
      <button
        type="button"
        className="jd-Button jd-mod-bare jd-mod-small jd-mod-icon"
        aria-label={trans.__('Lower the weight')}
        title={trans.__('Lower the weight of the words at the caret (Ctrl ↓)')}
        onClick={() => onWeigh(-STEP)}
      >
        −
      </button>
      <span className="jd-num jd-Prompt-weight" aria-live="polite">
        {weight ?? 1}
      </span>
      <IconButton
        icon="add"
        small
        label={trans.__('Raise the weight of the words at the caret (Ctrl ↑)')}
        onClick={() => onWeigh(STEP)}
      />
    </>
  );
}

/** Replaces what differs, through the editor's own undo history where the browser lets us. */
function applyEdit(area: HTMLTextAreaElement, edit: Edit, onChange: (value: string) => void): void {
  const { value } = area;
  if (edit.text === value) {
    return;
  }
  let from = 0;
  while (from < value.length && value[from] === edit.text[from]) {
    from++;
  }
  let tail = 0;
  const most = Math.min(value.length, edit.text.length) - from;
  while (tail < most && value.at(-1 - tail) === edit.text.at(-1 - tail)) {
    tail++;
  }
  area.focus();
  area.setSelectionRange(from, value.length - tail);
  const insert = edit.text.slice(from, edit.text.length - tail);
  const done =
    insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, insert);
  if (!done) {
    onChange(edit.text);
  }
  // After React has written the value: it would put the caret at the end.
  requestAnimationFrame(() => area.setSelectionRange(edit.start, edit.end));
}

import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from '../icons';
import { changeWeight, stretchesOf, weightAt, wordings, type Edit } from './weights';
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
        foot
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
  foot?: boolean;
};

/** A text area over a drawing of the same text with its emphasis; both wrap alike because they share every measure. */
function PromptField({ field, label, hint, value, onChange, foot }: PromptFieldProps): ReactElement {
  const { model, state } = usePanel();
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  useWantedFocus(field, area);
  const place = model.refusedPlace();
  const fault = place?.field === field ? place : null;
  const failure = state.plan.kind === 'wrong' ? state.plan.failure : null;

  const weigh = (delta: number): void => {
    const { selectionStart, selectionEnd } = area.current!;
    applyEdit(area.current!, changeWeight(value, selectionStart, selectionEnd, delta), onChange);
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
    <div className={classes('jd-Prompt', !foot && 'jd-mod-short', fault && 'jd-mod-wrong')}>
      <div className="jd-Prompt-edit">
        <div className="jd-Prompt-shown" aria-hidden="true">
          {stretchesOf(value).map((stretch, k) => (
            <span key={k} className={`jd-w-${stretch.kind}`}>
              {stretch.text}
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
      {foot && <PromptFoot text={value} weight={weightAt(value, caret)} onWeigh={weigh} />}
    </div>
  );
}

type FootProps = { text: string; weight: number | null; onWeigh(delta: number): void };

function PromptFoot({ text, weight, onWeigh }: FootProps): ReactElement {
  const { words } = usePanel();
  const { trans } = words;
  const ways = wordings(text);
  return (
    // Buttons must not take the caret out of the prompt.
    <div className="jd-Prompt-foot" onMouseDown={event => event.preventDefault()}>
      <span className="jd-grow jd-cut">
        {ways > 1 ? trans._n('%1 wording', '%1 wordings', ways) : trans.__('{a|b} draws both')}
      </span>
      {text !== '' && (
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
      )}
    </div>
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

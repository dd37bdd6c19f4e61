import { useMemo, useRef, useState, type ReactElement, type RefObject } from 'react';
import { ActionButton } from '../actions';
import { addedWords, withWords } from './add-words';
import { styleOf, type PromptReading } from './prompt-reading';
import { kindOf } from './pasted-text';
import { markedStretches, PromptRemarks, Reading, TokenCount } from './prompt-view';
import { stretchesOf, weightAt, wordingsTotal } from '../../language/cell/editor';
import { Button, classes, IconButton, Note, Remarks, Section } from '../ui';
import { promptActions } from './actions';
import { applyEdit, writePrompt } from './prompt-edit';
import { modelOf } from './shown';
import { overlap } from './told';
import { usePanel, usePanelState, useWantedFocus } from './view';

export function PromptSection(): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const { open, negative } = usePanelState(({ open: sections, form }) => ({
    open: sections.prompt,
    negative: sections.negative || form.negative !== ''
  }));
  return (
    <Section name="prompt" title={say('prompt')} open={open} onToggle={() => model.toggle('prompt')}>
      <PromptField field="prompt" label={say('prompt')} hint={say('prompt_placeholder')} />
      {negative ? (
        <>
          <label className="jd-Prompt-label jd-quiet">{say('negative_prompt')}</label>
          <PromptField
            field="negative_prompt"
            label={say('negative_prompt')}
            hint={say('negative_placeholder')}
          />
        </>
      ) : (
        <Button
          label={say('negative_prompt')}
          icon="add"
          tone="bare"
          small
          className="jd-Prompt-more"
          onClick={() => {
            model.toggle('negative', true);
            model.focusOn('negative_prompt');
          }}
        />
      )}
    </Section>
  );
}

type PromptFieldProps = {
  field: 'prompt' | 'negative_prompt';
  label: string;
  hint: string;
};

/** A text area over a drawing of the same text with its emphasis; both wrap alike because they share every measure. */
function PromptField({ field, label, hint }: PromptFieldProps): ReactElement {
  const { model } = usePanel();
  const value = usePanelState(({ form }) => (field === 'prompt' ? form.prompt : form.negative));
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const [explained, setExplained] = useState(false);
  useWantedFocus(field, area);
  const { fault, failure } = usePanelState(({ plan }) => {
    const place = plan.kind === 'wrong' ? model.verdict.refusedPlace() : null;
    const here = place?.field === field;
    return { fault: here ? place : null, failure: here && plan.kind === 'wrong' ? plan.failure : null };
  });
  const style = usePanelState(({ form }) => styleOf(form, field));
  const reading = usePanelState(({ readings }) => readings[field]);
  const kind = useMemo(() => kindOf(value), [value]);
  const isOffered = usePanelState(({ offer }) => offer?.paste?.field === field);
  const isMore = kind === 'cell' || kind === 'settings';
  // The service's refusal says it already, in the same place; pieces of what is no prompt are not worth a word.
  const remarks =
    !isMore && reading?.of === value
      ? reading.remarks.filter(each => !fault || !(each.bad || overlap(each, fault.start, fault.length)))
      : [];
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
          onChange={event => {
            setCaret(event.target.selectionEnd);
            writePrompt(model, field, event.target.value);
          }}
          onSelect={event => setCaret(event.currentTarget.selectionEnd)}
        />
      </div>
      {fault && failure && (
        <Note tone="bad" className="jd-Prompt-fault" id={noteId}>
          {failure.error.message}
        </Note>
      )}
      {isMore && !isOffered && <MoreThanPrompt text={value} isCell={kind === 'cell'} />}
      {remarks.length > 0 && (
        <div className="jd-Prompt-remarks">
          <PromptRemarks remarks={remarks} />
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
            onAdd={words => applyEdit(model, area.current!, withWords(value, caret, words))}
          />
          {value !== '' && <WeightButtons weight={weightAt(value, caret, style)} area={area} />}
        </div>
      )}
      {explained && reading && value !== '' && <Reading reading={reading} />}
    </div>
  );
}

/** Where a cell or settings stand in the place of a prompt: what they are, and the way to the fields. */
function MoreThanPrompt({ text, isCell }: { text: string; isCell: boolean }): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const code = isCell ? 'prompt_is_cell' : 'prompt_holds_settings';
  return (
    <div className="jd-Prompt-remarks">
      <Remarks remarks={[{ code, message: say(code) }]} more={String} />
      <Button
        label={isCell ? say('load_as_cell') : say('show_settings')}
        icon={isCell ? 'folder' : 'search'}
        tone="bare"
        small
        onClick={() =>
          void (isCell ? model.intake.loadText(text, say('loaded_from_text')) : model.offers.openText(text))
        }
      />
    </div>
  );
}

type FootProps = { text: string; reading: PromptReading | null; explained: boolean; onExplain(): void };

/** How long the prompt is, and how many ways of writing it there are. */
function FootWords({ text, reading, explained, onExplain }: FootProps): ReactElement {
  const { say } = usePanel().words;
  const ways = wordingsTotal(text);
  return (
    <>
      {reading && text !== '' && <TokenCount reading={reading} open={explained} onToggle={onExplain} />}
      <span className="jd-grow jd-cut">
        {ways > 1 ? say('wordings', { count: ways }) : text === '' ? say('variants_hint') : ''}
      </span>
    </>
  );
}

type AddProps = { field: PromptFieldProps['field']; onAdd(words: string): void };

/** LoRAs and embeddings to put in, where the models folders have any. */
function AddButton({ field, onAdd }: AddProps): ReactElement | null {
  const { model, words, showMenu } = usePanel();
  const { say } = words;
  // What is offered, and what is said of it, follows from these.
  const { lists } = usePanelState(state => ({ lists: state.lists, model: modelOf(state.form, state.lists) }));
  const offered = addedWords(lists, model.state.form, field);
  const label = field === 'prompt' ? say('insert_lora_or_embedding') : say('insert_embedding');
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

type WeightProps = { weight: number | null; area: RefObject<HTMLTextAreaElement> };

function WeightButtons({ weight, area }: WeightProps): ReactElement {
  const view = usePanel();
  const { say } = view.words;
  // Pressed only where there is a text area to press it for.
  const context = {
    view,
    get area() {
      return area.current!;
    }
  };
  const look = { context, say, words: 'never', tone: 'bare', small: true } as const;
  return (
    <>
      <ActionButton action={promptActions.lowerWeight} {...look} />
      <span className="jd-num jd-Prompt-weight" aria-live="polite">
        {weight ?? 1}
      </span>
      <ActionButton action={promptActions.raiseWeight} {...look} />
    </>
  );
}

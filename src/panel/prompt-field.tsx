import { useMemo, useRef, useState, type ReactElement } from 'react';
import type { IDiffusionFailure } from '../tokens';
import { Button, classes, Remarks } from '../ui';
import { stretchesOf } from '../../language/cell/editor';
import type { PromptStyle } from '../../language/prompt/words-and-marks';
import type { FieldPlace } from './compose';
import { kindOf, type TextKind } from './pasted-text';
import { writePrompt } from './prompt-edit';
import { PromptFoot } from './prompt-foot';
import { styleOf, type PromptReading, type Remark } from './prompt-reading';
import { markedStretches, PromptRemarks, Reading } from './prompt-view';
import { Refusal } from './refusal';
import { overlap } from './told';
import { usePanel, usePanelState, useWantedFocus } from './view';

type PromptFieldProps = { field: 'prompt' | 'negative_prompt'; label: string; hint: string };

/** A text area over a drawing of the same text with its emphasis; both wrap alike because they share every measure. */
export function PromptField({ field, label, hint }: PromptFieldProps): ReactElement {
  const { model } = usePanel();
  const value = usePanelState(({ form }) => (field === 'prompt' ? form.prompt : form.negative));
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const [explained, setExplained] = useState(false);
  useWantedFocus(field, area);
  const { kind, style, reading, fault, failure, remarks } = usePromptState(field, value);
  const noteId = `jd-wrong-${field}`;
  return (
    <div className={classes('jd-Prompt', field !== 'prompt' && 'jd-mod-short', fault && 'jd-mod-wrong')}>
      <div className="jd-Prompt-edit">
        <Drawing text={value} style={style} remarks={remarks} fault={fault} />
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
        <div className="jd-Prompt-remarks">
          <Refusal error={failure.error} id={noteId} />
        </div>
      )}
      <MoreThanPrompt field={field} text={value} kind={kind} />
      {remarks.length > 0 && (
        <div className="jd-Prompt-remarks">
          <PromptRemarks remarks={remarks} />
        </div>
      )}
      {(field === 'prompt' || value !== '') && (
        <PromptFoot
          {...{ field, area, caret, style, reading, explained, text: value }}
          onExplain={() => setExplained(!explained)}
        />
      )}
      {explained && reading && value !== '' && <Reading reading={reading} />}
    </div>
  );
}

type PromptState = {
  kind: TextKind;
  style: PromptStyle;
  reading: PromptReading | null;
  /** Where the service refuses the prompt, and why. */
  fault: FieldPlace | null;
  failure: IDiffusionFailure | null;
  remarks: readonly Remark[];
};

/** What is known of a prompt as it stands. */
function usePromptState(field: PromptFieldProps['field'], value: string): PromptState {
  const { fault, failure } = usePanelState(({ plan }, { verdict }) => {
    const place = plan.kind === 'wrong' ? verdict.refusedPlace() : null;
    const here = place?.field === field;
    return { fault: here ? place : null, failure: here && plan.kind === 'wrong' ? plan.failure : null };
  });
  const style = usePanelState(({ form }) => styleOf(form, field));
  const reading = usePanelState(({ readings }) => readings[field]);
  const kind = useMemo(() => kindOf(value), [value]);
  // The service's refusal says it already, in the same place; pieces of what is no prompt are not worth a word.
  const remarks =
    !isMore(kind) && reading?.of === value
      ? reading.remarks.filter(each => !fault || !(each.bad || overlap(each, fault.start, fault.length)))
      : [];
  return { kind, style, reading, fault, failure, remarks };
}

type DrawingProps = {
  text: string;
  style: PromptStyle;
  remarks: readonly Remark[];
  fault: FieldPlace | null;
};

function Drawing({ text: value, style, remarks, fault }: DrawingProps): ReactElement {
  const marks = [...(fault ? [{ at: fault.start, length: fault.length, bad: true }] : []), ...remarks];
  return (
    <div className="jd-Prompt-shown" aria-hidden="true">
      {markedStretches(stretchesOf(value, style), marks).map(({ text, kind, remark }, k) => (
        <span
          key={k}
          className={classes(`jd-w-${kind}`, remark && (remark.bad ? 'jd-mod-bad' : 'jd-mod-odd'))}
        >
          {text}
        </span>
      ))}
      {'\u200b'}
    </div>
  );
}

function isMore(kind: TextKind): boolean {
  return kind === 'cell' || kind === 'settings';
}

/** Where a cell or settings stand in the place of a prompt: what they are, and the way to the fields. */
function MoreThanPrompt({
  field,
  text,
  kind
}: {
  field: string;
  text: string;
  kind: TextKind;
}): ReactElement | null {
  const { model, words } = usePanel();
  const { say } = words;
  const isOffered = usePanelState(({ offer }) => offer?.paste?.field === field);
  if (!isMore(kind) || isOffered) {
    return null;
  }
  const isCell = kind === 'cell';
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

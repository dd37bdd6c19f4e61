import type { ReactElement, RefObject } from 'react';
import { ActionButton } from '../actions';
import { IconButton } from '../ui';
import { weightAt, wordingsTotal } from '../../language/cell/editor';
import type { PromptStyle } from '../../language/prompt/words-and-marks';
import { promptActions } from './actions';
import { addedWords, withWords } from './add-words';
import { applyEdit } from './prompt-edit';
import type { PromptReading } from './prompt-reading';
import { TokenCount } from './prompt-view';
import { modelOf } from './shown';
import { usePanel, usePanelState } from './view';

type WordsProps = { text: string; reading: PromptReading | null; explained: boolean; onExplain(): void };
type FootProps = WordsProps & {
  field: 'prompt' | 'negative_prompt';
  area: RefObject<HTMLTextAreaElement>;
  caret: number;
  style: PromptStyle;
};

/** Below a prompt: how long it is, and what changes the words at the caret. */
export function PromptFoot({ field, area, caret, style, ...words }: FootProps): ReactElement {
  const { model } = usePanel();
  const { text } = words;
  return (
    // Buttons must not take the caret out of the prompt.
    <div className="jd-Prompt-foot" onMouseDown={event => event.preventDefault()}>
      <FootWords {...words} />
      <AddButton
        field={field}
        onAdd={added => applyEdit(model, area.current!, withWords(text, caret, added))}
      />
      {text !== '' && <WeightButtons weight={weightAt(text, caret, style)} area={area} />}
    </div>
  );
}

/** How long the prompt is, and how many ways of writing it there are. */
function FootWords({ text, reading, explained, onExplain }: WordsProps): ReactElement {
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

type AddProps = { field: FootProps['field']; onAdd(words: string): void };

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

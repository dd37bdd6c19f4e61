import type { ReactElement } from 'react';
import { Button, Section } from '../ui';
import { ExtraWord } from './extra-word';
import type { Form } from './form';
import { PromptField } from './prompt-field';
import { usePanel, usePanelState } from './view';

export function PromptSection(): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const { open, negative } = usePanelState(({ open: sections, form }) => ({
    open: sections.prompt,
    negative: sections.negative || form.negative !== ''
  }));
  const said = usePanelState(({ form }) => saidInFirstLine(form));
  return (
    <Section name="prompt" title={say('prompt')} open={open} onToggle={() => model.toggle('prompt')}>
      {said.prompt && <ExtraWord name="prompt" />}
      {said.prompt !== 'alone' && (
        <PromptField field="prompt" label={say('prompt')} hint={say('prompt_placeholder')} />
      )}
      {said.negative && <ExtraWord name="negative_prompt" />}
      {said.negative === 'alone' ? null : negative ? (
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

type Said = 'alone' | 'too' | false;

/** Whether each prompt stands in the first line, alone or besides what its field says. */
function saidInFirstLine({ prompt, negative, extra }: Form): { prompt: Said; negative: Said } {
  const said = (name: string, text: string): Said => name in extra && (text === '' ? 'alone' : 'too');
  return { prompt: said('prompt', prompt), negative: said('negative_prompt', negative) };
}

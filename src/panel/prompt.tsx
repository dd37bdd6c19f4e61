import type { ReactElement } from 'react';
import { Button, Section } from '../ui';
import { PromptField } from './prompt-field';
import { usePanel, usePanelState } from './view';

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

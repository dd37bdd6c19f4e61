import { useState, type ReactElement } from 'react';
import { examplesIn, moreExamplesIn, type Example } from './examples';
import { IconButton, Section, usePanel } from './view';

export function ExamplesSection(): ReactElement {
  const { model, state, words } = usePanel();
  const { trans } = words;
  const [more, setMore] = useState(false);
  const examples = [...examplesIn(words), ...(more ? moreExamplesIn(words) : [])];
  return (
    <Section
      name="examples"
      title={trans.__('Start from an example')}
      open={state.open.examples}
      onToggle={() => model.toggle('examples')}
    >
      <ul className="jd-Examples">
        {examples.map(example => (
          <ExampleRow key={example.id} example={example} />
        ))}
      </ul>
      <p className="jd-quiet jd-Examples-foot">
        {trans.__('A row fills the form; ▶ runs it right away.')}
        {!more && (
          <button type="button" className="jd-Button jd-mod-bare jd-mod-small" onClick={() => setMore(true)}>
            {trans.__('More')}
          </button>
        )}
      </p>
    </Section>
  );
}

function ExampleRow({ example }: { example: Example }): ReactElement {
  const { model, words } = usePanel();
  const { trans } = words;
  return (
    <li className="jd-line jd-Examples-row">
      <button
        type="button"
        className="jd-Example jd-grow"
        title={`${example.prompt}\n${example.teaches}`}
        onClick={() => model.replace(example.form, '')}
      >
        <span className="jd-Example-picture" data-example={example.id} />
        <span className="jd-Example-words">
          <b className="jd-cut">{example.prompt}</b>
          <span className="jd-quiet jd-cut">{example.teaches}</span>
        </span>
      </button>
      <IconButton
        icon="play"
        label={trans.__('Run this example: %1', example.prompt)}
        onClick={() => {
          model.replace(example.form, '');
          void model.run('all', example.form);
        }}
      />
    </li>
  );
}

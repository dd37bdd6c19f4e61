import { useState, type ReactElement } from 'react';
import { examplesIn, moreExamplesIn, type Example } from './examples';
import { Button, IconButton, Section } from '../ui';
import { usePanel, usePanelState } from './view';

export function ExamplesSection(): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const open = usePanelState(state => state.open.examples);
  const [more, setMore] = useState(false);
  const examples = [...examplesIn(words), ...(more ? moreExamplesIn(words) : [])];
  return (
    <Section
      name="examples"
      title={say('start_from_example')}
      open={open}
      onToggle={() => model.toggle('examples')}
    >
      <ul className="jd-Examples">
        {examples.map(example => (
          <ExampleRow key={example.id} example={example} />
        ))}
      </ul>
      <p className="jd-quiet jd-Examples-foot">
        {say('examples_help')}
        {!more && <Button label={say('more')} tone="bare" small onClick={() => setMore(true)} />}
      </p>
    </Section>
  );
}

function ExampleRow({ example }: { example: Example }): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
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
        label={say('run_example', { prompt: example.prompt })}
        onClick={() => {
          model.replace(example.form, '');
          void model.runs.run('all', example.form);
        }}
      />
    </li>
  );
}

import type { ReactElement } from 'react';
import { matters, parameterNamed, type ParameterValue } from '../../schema/catalogue';
import { fieldOf, type Form } from './form';
import { firstValue } from '../../language/cell/editor';
import { Param } from './param';
import { modelOf, namesIn, OPTION_GROUPS, parameterOf, type Lists, type OptionGroup } from './shown';
import type { Sections } from './state';
import { Section } from '../ui';
import { usePanel, usePanelState } from './view';
import type { Words } from './words';

/** Drawing from a picture, the hires fix, the sampler's options: each closed until wanted, each showing only what has an effect. */
export function OptionSections(): ReactElement {
  return (
    <>
      {OPTION_GROUPS.map(group => (
        <OptionSection key={group} group={group} />
      ))}
    </>
  );
}

function OptionSection({ group }: { group: OptionGroup }): ReactElement {
  const { model, words } = usePanel();
  const isOpen = usePanelState(({ open }) => open[group satisfies keyof Sections]);
  const shown = usePanelState(({ form, lists }) => namesIn(group).filter(name => isShown(name, form, lists)));
  const summary = usePanelState(({ form }) => summaryOf(group, form, words));
  return (
    <Section
      name={group}
      title={titleOf(group, words)}
      open={isOpen}
      onToggle={() => model.toggle(group)}
      aside={!isOpen && <span className="jd-quiet jd-cut jd-num">{summary}</span>}
    >
      <div className="jd-Params">
        {shown.map(name => (
          <Param key={name} name={name} />
        ))}
      </div>
    </Section>
  );
}

function titleOf(group: OptionGroup, { say }: Words): string {
  switch (group) {
    case 'image':
      return say('image_to_image');
    case 'hires':
      return say('hires_fix');
    case 'sampling':
      return say('sampling_options');
    case 'care':
      return say('picture_care');
  }
}

/** What is said in a closed section; `off` while nothing is. */
function summaryOf(group: OptionGroup, form: Form, { say, language }: Words): string {
  const text = (name: string): string => firstValue(fieldOf(form, name).text);
  switch (group) {
    case 'image':
      return !text('init_image') ? say('off') : text('mask') ? say('with_mask') : say('from_a_picture');
    case 'hires':
      return valueIn(form, 'enable_hr') === false
        ? say('off')
        : `${text('hr_scale') || String(parameterNamed('hr_scale').default)}× · ${text('hr_upscaler') || String(parameterNamed('hr_upscaler').default)}`;
    case 'sampling':
    case 'care': {
      const said = namesIn(group).filter(name => name in form.fields);
      return (
        said.map(name => parameterNamed(name).label[language]).join(say('list_separator')) ||
        say(group === 'care' ? 'off' : 'default')
      );
    }
  }
}

/** A parameter shows when it has an effect, or when something was said of it. */
function isShown(name: string, form: Form, lists: Lists): boolean {
  const parameter = parameterOf(name);
  if (name in form.fields) {
    return true;
  }
  // Models that edit a picture are guided by it; no others look at this.
  const suits = name !== 'image_cfg_scale' || modelOf(form, lists)?.task === 'edit';
  return suits && parameter !== undefined && matters(parameter, each => valueIn(form, each));
}

/** What the form says of a parameter; an axis is away from every default. */
function valueIn(form: Form, name: string): ParameterValue {
  const { text, axis } = fieldOf(form, name);
  const { kind, default: fallback } = parameterNamed(name);
  if (text === '' && !axis) {
    return fallback;
  }
  const said = firstValue(text);
  return axis
    ? text
    : kind === 'boolean'
      ? said === 'true'
      : kind === 'image' || kind === 'model'
        ? said
        : Number(said);
}

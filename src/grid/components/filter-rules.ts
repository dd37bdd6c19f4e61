import type { PlanAxis } from '../../../schema/wire';
import type { IDiffusionText } from '../../tokens';
import { openMenu, type MenuItem } from '../../ui';
import type { Rule } from '../filter/filter';
import type { GridModel } from '../grid-model';
import { axisLabel } from '../names';
import { tagsInUse } from '../marks/tag-words';

/** How far from the reference, in percent of black and white. */
const DIFFERENCES = [2, 5, 10, 20];
/** Values and tags that a menu names. */
const NAMED_MAX = 200;

/** A rule as its chip says it. */
export function ruleWords(rule: Rule, axes: readonly PlanAxis[], text: IDiffusionText): string {
  const { say } = text;
  switch (rule.kind) {
    case 'value': {
      const axis = axes.find(({ id }) => id === rule.axis);
      const values = rule.values
        .map(value => axis?.labels[value] ?? '')
        .reduce((joined, value) => say('rule_values_joined', { values: joined, value }));
      return say('rule_value', { axis: axis ? axisLabel(axis, text) : rule.axis, values });
    }
    case 'tag':
      return rule.tag === null ? say('rule_untagged') : say('rule_tag', { tag: rule.tag });
    case 'words':
      return say('rule_words');
    case 'alike':
      return say('rule_alike');
    case 'first':
      return say('rule_first');
    case 'differs':
      return say('rule_differs', { percent: rule.percent });
    case 'resembles':
      return say('rule_resembles', { percent: rule.percent });
  }
}

/** Opens the menu of rules that can be added at a button. */
export function ruleMenu(model: GridModel, axes: readonly PlanAxis[], anchor: Element): void {
  const { text } = model.options;
  const { say } = text;
  const add =
    (rule: Rule): (() => void) =>
    () =>
      model.filtering.addRule(rule);
  const item = (rule: Rule): MenuItem => ({ label: ruleWords(rule, axes, text), run: add(rule) });
  const values = axes
    .filter(({ labels }) => labels.length > 1)
    .map((axis): MenuItem => {
      const items = axis.labels.slice(0, NAMED_MAX).map((label, value): MenuItem => ({
        label,
        run: add({ kind: 'value', axis: axis.id, values: [value] })
      }));
      return { label: say('of_axis', { axis: axisLabel(axis, text) }), run: () => openMenu(items, anchor) };
    });
  const tags = tagsInUse(model.snapshot.sweep?.cells ?? []).slice(0, NAMED_MAX);
  const tagItems = [
    ...tags.map(tag => item({ kind: 'tag', tag })),
    'line' as const,
    item({ kind: 'tag', tag: null })
  ];
  const differences = [
    ...DIFFERENCES.map(percent => item({ kind: 'differs', percent })),
    'line' as const,
    ...DIFFERENCES.map(percent => item({ kind: 'resembles', percent }))
  ];
  const marks: MenuItem[] =
    tags.length > 0
      ? [{ label: say('of_axis', { axis: say('tag') }), run: () => openMenu(tagItems, anchor) }]
      : [];
  openMenu(
    [
      ...values,
      ...(values.length > 0 ? ['line' as const] : []),
      ...marks,
      { label: say('rule_words'), run: add({ kind: 'words', words: '' }) },
      'line',
      item({ kind: 'alike' }),
      item({ kind: 'first' }),
      { label: say('difference_to_reference'), run: () => openMenu(differences, anchor) }
    ],
    anchor
  );
}

import { useEffect, useState, type ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import type { IDiffusionText } from '../../tokens';
import { duration } from '../../../schema/messages/duration';
import { Icon } from '../../icons';
import { classes, Facts, Stars, type Fact } from '../../ui';
import { cellActions, cullActions } from '../actions';
import { recipeFacts, varyingFacts } from '../names';
import type { CellView } from '../sweep-state';
import { GridButton, GridButtons } from './action';
import { AGAIN_ICONS } from './again-icons';
import { useLetter } from './compare-tag';
import { useGrid, useSnapshot } from './context';

type Props = { axes: readonly PlanAxis[]; cell: CellView };

/** How the picture was made: marks, what varies, the rest, and what to do with it. */
export function RecipeView({ axes, cell }: Props): ReactElement {
  const { text } = useGrid();
  const { say } = text;
  const { origins, attached } = useSnapshot(({ sweep, attachment }) => ({
    origins: sweep?.origins,
    attached: attachment === 'service'
  }));
  useLetter(cell);
  const varying = varyingFacts(axes, cell.index, text);
  const known = useRecipe(cell.image, attached);
  const noteOf = (name: string): string | undefined =>
    name === 'model' ? known.hash : origins?.[name] === 'model' ? say('models_default') : undefined;
  const facts: Fact[] = [
    ...recipeFacts(axes, cell, text).map(({ name, label, value }) => ({ label, value, note: noteOf(name) })),
    ...timeTaken(cell, known.device, text)
  ];
  return (
    <aside className="jd-Recipe" aria-label={say('recipe')}>
      {attached && cell.state === 'done' ? <Marks cell={cell} /> : null}
      {cell.again ? <AgainLine again={cell.again} /> : null}
      {varying.length > 0 ? (
        <div>
          <h3>{say('cell_varies')}</h3>
          <Facts facts={varying} className="jd-mod-varying" />
        </div>
      ) : null}
      <div>
        <h3 className="jd-line">
          <span className="jd-grow">{say('recipe')}</span>
          <GridButtons table={cellActions} at="recipe-head" cell={cell} tone="bare" small />
        </h3>
        <Facts facts={facts} />
      </div>
      <div className="jd-Acts">
        <GridButtons table={cellActions} at="recipe" cell={cell} />
      </div>
    </aside>
  );
}

/** What came of drawing the picture again, as long as the service tells it. */
function AgainLine({ again }: { again: NonNullable<CellView['again']> }): ReactElement {
  return (
    <p className={classes('jd-Recipe-again', `jd-mod-${again.state}`)}>
      <Icon name={AGAIN_ICONS[again.state]} />
      <span>{again.message}</span>
    </p>
  );
}

function Marks({ cell }: { cell: CellView }): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const stars = cell.mark.rating ?? 0;
  const { tags } = cell.mark;
  return (
    <div className="jd-line jd-Recipe-marks">
      <span className="jd-Segments">
        <GridButtons table={cellActions} at="marks" cell={cell} />
      </span>
      <span className="jd-grow" />
      <Stars
        label={say('stars_of_five', { stars })}
        value={stars}
        name={star => say('stars', { stars: star })}
        onChoose={star => cellActions.rate.run({ model, cell }, { rating: star === stars ? 0 : star })}
      />
      <span className="jd-Recipe-tags">
        {tags.map(tag => (
          <span className="jd-Chip" key={tag}>
            <span className="jd-cut">{tag}</span>
          </span>
        ))}
        <GridButton action={cullActions.tags} cell={cell} tone="bare" small />
      </span>
    </div>
  );
}

function timeTaken(cell: CellView, device: string | undefined, { say, language }: IDiffusionText): Fact[] {
  if (!cell.timings || cell.state !== 'done' || cell.cached) {
    return [];
  }
  const time = duration(cell.timings.draw_ms / 1000, language);
  return [{ label: say('took'), value: device ? say('time_on_device', { time, device }) : time }];
}

type Known = { hash?: string; device?: string };

/** What only the service knows of a picture: the model's hash and the device that drew it. */
function useRecipe(image: string | null, attached: boolean): Known {
  const { model } = useGrid();
  const [known, setKnown] = useState<Known & { image: string | null }>({ image: null });
  useEffect(() => {
    let stale = false;
    if (image && attached) {
      model.options.client.recipe(image).then(
        recipe => stale || setKnown({ image, ...recipeParts(recipe) }),
        () => undefined
      );
    }
    return () => {
      stale = true;
    };
  }, [image, attached]);
  return known.image === image ? known : {};
}

function recipeParts(recipe: Record<string, unknown>): Known {
  const textOf = (value: unknown): string | undefined =>
    typeof value === 'string' && value ? value : undefined;
  const model = recipe.model as Record<string, unknown> | string | undefined;
  const hash = textOf(typeof model === 'object' ? model.sha256 : undefined) ?? textOf(recipe.model_sha256);
  return { hash: hash ? hash.slice(0, 10) : undefined, device: textOf(recipe.device)?.toUpperCase() };
}

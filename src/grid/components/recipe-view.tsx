import { useEffect, useState, type ReactElement } from 'react';
import { Icon } from '../../icons';
import type { IDiffusionText } from '../../tokens';
import { duration } from '../../../schema/messages/duration';
import { recipeFacts, varyingFacts } from '../names';
import type { CellView, SweepState } from '../sweep-state';
import type { GridSnapshot } from '../view';
import { useGrid } from './context';
import { FactRow } from './lines';

type Props = { snapshot: GridSnapshot; sweep: SweepState; cell: CellView };

/** How the picture was made: marks, what varies, the rest, and what to do with it. */
export function RecipeView({ snapshot, sweep, cell }: Props): ReactElement {
  const { model, text } = useGrid();
  const { trans } = text;
  const { just } = snapshot.view;
  const varying = varyingFacts(sweep.axes, cell.index, text);
  const recipe = useRecipe(cell.image);
  return (
    <aside className="jd-Recipe" aria-label={trans.__('Recipe')}>
      {model.attached && cell.state === 'done' ? <Marks cell={cell} /> : null}
      {varying.length > 0 ? (
        <div>
          <h3>{trans.__('What this cell varies')}</h3>
          <dl className="jd-Facts jd-mod-varying">
            {varying.map(({ name, label, value }) => (
              <FactRow key={name} label={label} value={value} />
            ))}
          </dl>
        </div>
      ) : null}
      <div>
        <h3 className="jd-line">
          <span className="jd-grow">{trans.__('Recipe')}</span>
          <button
            className="jd-Button jd-mod-bare jd-mod-small"
            title={trans.__('Copy parameters as text')}
            onClick={() => void model.actions.copyParameters(cell)}
          >
            <Icon name={just === 'parameters' ? 'check' : 'copy'} />
            <span>{just === 'parameters' ? trans.__('Copied') : trans.__('Copy parameters')}</span>
          </button>
        </h3>
        <dl className="jd-Facts">
          {recipeFacts(sweep.axes, cell, text).map(({ name, label, value }) => (
            <FactRow
              key={name}
              label={label}
              value={value}
              note={name === 'model' ? recipe.hash : originNote(sweep, name, text)}
            />
          ))}
          {tookFact(cell, recipe.device, text)}
        </dl>
      </div>
      <div className="jd-Acts">
        {model.options.bridge ? (
          <>
            <button className="jd-Button" onClick={() => model.actions.useSeed(cell)}>
              <Icon name={just === 'used' ? 'check' : 'dice'} />
              {trans.__('Use seed')}
            </button>
            <button className="jd-Button" onClick={() => model.actions.insert(cell)}>
              <Icon name={just === 'inserted' ? 'check' : 'insert'} />
              {just === 'inserted' ? trans.__('Inserted') : trans.__('Insert as cell')}
            </button>
          </>
        ) : null}
        <button className="jd-Button" onClick={() => model.actions.copySeed(cell)}>
          <Icon name={just === 'seed' ? 'check' : 'copy'} />
          {just === 'seed' ? trans.__('Copied') : trans.__('Copy seed')}
        </button>
        {model.attached && cell.image ? (
          <button className="jd-Button" onClick={() => model.actions.download(cell)}>
            <Icon name="export" />
            {trans.__('Download')}
          </button>
        ) : null}
      </div>
    </aside>
  );
}

function Marks({ cell }: { cell: CellView }): ReactElement {
  const { model, text } = useGrid();
  const { trans } = text;
  const { flag, rating } = cell.mark;
  const stars = rating ?? 0;
  return (
    <div className="jd-line">
      <span className="jd-Segments">
        <button
          className={flag === 'pick' ? 'jd-Button jd-mod-on' : 'jd-Button'}
          aria-pressed={flag === 'pick'}
          title={trans.__('Pick (P)')}
          onClick={() => model.mark(cell, { flag: flag === 'pick' ? null : 'pick' })}
        >
          <Icon name="flag" />
          {trans.__('Pick')}
        </button>
        <button
          className={flag === 'reject' ? 'jd-Button jd-mod-on' : 'jd-Button'}
          aria-pressed={flag === 'reject'}
          title={trans.__('Reject (X)')}
          onClick={() => model.mark(cell, { flag: flag === 'reject' ? null : 'reject' })}
        >
          <Icon name="reject" />
          {trans.__('Reject')}
        </button>
      </span>
      <span className="jd-grow" />
      <span className="jd-Stars" role="radiogroup" aria-label={trans.__('%1 of 5 stars', stars)}>
        {[1, 2, 3, 4, 5].map(star => (
          <button
            key={star}
            role="radio"
            aria-checked={star === stars}
            aria-label={trans._n('%1 star', '%1 stars', star)}
            title={trans._n('%1 star', '%1 stars', star)}
            onClick={() => model.mark(cell, { rating: star === stars ? null : star })}
          >
            <Icon name={star <= stars ? 'star' : 'staro'} />
          </button>
        ))}
      </span>
    </div>
  );
}

/** Who decided a value that the user didn't. */
function originNote(sweep: SweepState, name: string, { trans }: IDiffusionText): string | undefined {
  return sweep.origins[name] === 'model' ? trans.__('(the model’s default)') : undefined;
}

function tookFact(
  cell: CellView,
  device: string | undefined,
  { trans, language }: IDiffusionText
): ReactElement | null {
  if (!cell.timings || cell.state !== 'done' || cell.cached) {
    return null;
  }
  const time = duration(cell.timings.draw_ms / 1000, language);
  return <FactRow label={trans.__('Took')} value={device ? trans.__('%1 on %2', time, device) : time} />;
}

type Known = { hash?: string; device?: string };

/** What only the service knows of a picture: the model's hash and the device that drew it. */
function useRecipe(image: string | null): Known {
  const { model } = useGrid();
  const [known, setKnown] = useState<Known & { image: string | null }>({ image: null });
  useEffect(() => {
    let stale = false;
    if (image && model.attached) {
      model.options.client.recipe(image).then(
        recipe => stale || setKnown({ image, ...recipeParts(recipe) }),
        () => undefined
      );
    }
    return () => {
      stale = true;
    };
  }, [image, model.attached]);
  return known.image === image ? known : {};
}

function recipeParts(recipe: Record<string, unknown>): Known {
  const textOf = (value: unknown): string | undefined =>
    typeof value === 'string' && value ? value : undefined;
  const model = recipe.model as Record<string, unknown> | string | undefined;
  const hash = textOf(typeof model === 'object' ? model.sha256 : undefined) ?? textOf(recipe.model_sha256);
  return { hash: hash ? hash.slice(0, 10) : undefined, device: textOf(recipe.device)?.toUpperCase() };
}

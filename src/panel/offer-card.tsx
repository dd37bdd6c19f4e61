/** What a given picture or text says, as a list of changes to choose from. */
import { UPLOAD_MAX_MB } from '../../schema/limits';
import { hasCode } from '../../schema/messages/has-code';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { isSweepCell } from '../../language/cell/editor';
import { Icon } from '../icons';
import type { IDiffusionFailure } from '../tokens';
import { Button, classes, IconButton, Note, Remarks, sentences } from '../ui';
import { valueInWords } from './value-words';
import { type Change } from './picture-changes';
import type { Choice, PictureOffer } from './picture-offer';
import { labelOf, modelOf } from './shown';
import { usePanel, usePanelState } from './view';
import type { Words } from './words';

export function OfferCard(): ReactElement | null {
  const offer = usePanelState(state => state.offer);
  return offer && <Offer key={keyOf(offer.picture)} offer={offer} />;
}

/** Another picture is another card, which takes the focus unless one is writing. */
const keys = new WeakMap<Blob, number>();
let given = 0;
function keyOf(picture: Blob): number {
  const key = keys.get(picture) ?? given++;
  keys.set(picture, key);
  return key;
}

function Offer({ offer }: { offer: PictureOffer }): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const { name, picture, text, paste, read, failure } = offer;
  const isCell = text !== null && isSweepCell(text);
  const title = isCell
    ? (name ?? say('cell_given'))
    : name !== null
      ? say('settings_of', { name })
      : say(text === null ? 'settings_of_picture' : 'settings_of_text');
  const head = useRef<HTMLHeadingElement>(null);
  // Who pasted is writing.
  useEffect(() => (paste ? undefined : head.current?.focus()), []);
  return (
    <section
      className="jd-Offer"
      aria-label={title}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          model.offers.dismiss();
          model.focusOn('prompt');
        }
      }}
    >
      <div className="jd-Offer-head">
        {text === null && <Preview picture={picture} />}
        <h3 ref={head} tabIndex={-1} className="jd-grow">
          <span>{title}</span>
          {read?.writer && <small className="jd-quiet">{say('written_by', { writer: read.writer })}</small>}
        </h3>
        <IconButton icon="close" small label={say('close')} onClick={() => model.offers.dismiss()} />
      </div>
      {isCell ? (
        <CellButton />
      ) : failure !== null ? (
        <Note tone="bad">{failureInWords(failure, words)}</Note>
      ) : read === null ? (
        <p className="jd-quiet" role="status">
          {say('reading_picture')}
        </p>
      ) : read.infotext === null ? (
        <>
          {(text !== null || read.remarks.length === 0) && (
            <p role="status">
              {text !== null
                ? say('no_settings_in_text')
                : read.unread.length > 0
                  ? say('no_settings_in', { names: read.unread })
                  : say('no_settings')}
            </p>
          )}
          <PictureRemarks />
        </>
      ) : (
        <Changes />
      )}
      {text === null && failure === null && <StartButton picture={picture} />}
    </section>
  );
}

/** The service speaks to whoever sends bytes; here a person gave a file. */
function failureInWords({ error, message }: IDiffusionFailure, { say }: Words): string {
  switch (error?.code) {
    case 'picture_format':
      return say('no_picture_given');
    case 'too_large':
      return say('picture_too_large', { limit: UPLOAD_MAX_MB });
    default:
      return sentences(error?.message ?? message, error?.hint);
  }
}

function CellButton(): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  return (
    <>
      <p role="status">{say('text_is_cell', { magic: '%%sweep' })}</p>
      <div className="jd-Offer-do">
        <Button
          label={say('load_as_cell')}
          icon="check"
          tone="primary"
          className="jd-grow"
          onClick={() => void model.offers.loadCell().then(() => model.focusOn('prompt'))}
        />
      </div>
    </>
  );
}

function Preview({ picture }: { picture: Blob }): ReactElement | null {
  const [shows, setShows] = useState(true);
  const url = useMemo(() => URL.createObjectURL(picture), [picture]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return shows ? <img className="jd-Offer-picture" src={url} alt="" onError={() => setShows(false)} /> : null;
}

function Changes(): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  // What would change follows from these.
  const { offer } = usePanelState(({ form, plan, lists, offer: shown }) => ({
    form,
    plan,
    lists,
    offer: shown
  }));
  const changes = model.offers.changes();
  const changing = model.offers.choices();
  const same = changes.filter(each => each.same || each.kept);
  const wanted = model.offers.wanted().length;
  if (changing.length === 0) {
    return (
      <>
        <p role="status">{say('form_says_so')}</p>
        <PictureRemarks />
      </>
    );
  }
  return (
    <>
      <PictureRemarks />
      {changing.some(({ kind }) => kind === 'prompt') && changing.some(({ kind }) => kind === 'setting') && (
        <Choices />
      )}
      <ul className="jd-Offer-changes" aria-label={say('what_changes')}>
        {changing.map(change => (
          <Row key={change.name} change={change} taken={!offer?.left.includes(change.name)} />
        ))}
      </ul>
      {same.length > 0 && (
        <details className="jd-Offer-same">
          <summary className="jd-quiet">{say('unchanged', { count: same.length })}</summary>
          <p className="jd-quiet">
            {same
              .map(
                ({ name, then, now }) => `${labelOf(name, words)} ${valueInWords(name, then || now, words)}`
              )
              .join(' · ')}
          </p>
        </details>
      )}
      <div className="jd-Offer-do">
        <Button
          label={say('apply_changes', { count: wanted })}
          icon="check"
          tone="primary"
          className="jd-grow"
          disabled={wanted === 0}
          onClick={() => {
            model.offers.apply();
            model.focusOn('prompt');
          }}
        />
      </div>
    </>
  );
}

/** What of the picture is passed over, and which model draws in place of one that is not here. */
function PictureRemarks(): ReactElement {
  const { words } = usePanel();
  const { read, stays } = usePanelState(({ form, lists, offer }) => ({
    read: offer?.read,
    stays: modelOf(form, lists)?.name
  }));
  const remarks = read?.remarks ?? [];
  const isGone = remarks.some(each => hasCode(each, 'model_missing')) && !('model' in (read?.settings ?? {}));
  return (
    <>
      <Remarks remarks={remarks} more={count => words.say('and_more', { count })} />
      {isGone && stays !== undefined && (
        <p className="jd-quiet">{words.say('model_stays', { model: stays })}</p>
      )}
    </>
  );
}

function Choices(): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const { choice } = model.offers;
  const labels: [Choice, string][] = [
    ['all', say('all_changes')],
    ['prompt', say('prompt_only')],
    ['setting', say('settings_only')]
  ];
  return (
    <div className="jd-Offer-choices" role="group" aria-label={say('what_to_take')}>
      {labels.map(([each, label]) => (
        <Button
          key={each}
          label={label}
          small
          pressed={choice === each}
          onClick={() => model.offers.choose(each)}
        />
      ))}
    </div>
  );
}

function Row({ change, taken }: { change: Change; taken: boolean }): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const { name, kind, now, unsaid, then } = change;
  return (
    <li className={classes('jd-Offer-change', !taken && 'jd-mod-left')} data-change={name}>
      <label>
        <input type="checkbox" checked={taken} onChange={() => model.offers.toggle(name)} />
        <span className={classes('jd-Offer-name', kind === 'prompt' && 'jd-mod-prompt')}>
          {labelOf(name, words)}
        </span>
        <span className={classes('jd-Offer-values', kind === 'prompt' && 'jd-mod-prompt')}>
          <span className="jd-said">{say('now_is')}</span>
          <del className={classes(unsaid && 'jd-mod-unsaid')} title={now}>
            {valueInWords(name, now, words) || say('not_said')}
          </del>
          <Icon name="arrow" />
          <span className="jd-said">{say('then_is')}</span>
          <ins title={then}>{valueInWords(name, then, words) || say('not_said')}</ins>
        </span>
      </label>
    </li>
  );
}

/** The picture as one to begin with: it needs no settings for that. */
function StartButton({ picture }: { picture: Blob }): ReactElement {
  const { model, words } = usePanel();
  const busy = usePanelState(({ uploading }) => uploading !== null);
  return (
    <Button
      label={words.say('use_as_start_picture')}
      icon="insert"
      tone="bare"
      small
      disabled={busy}
      className="jd-Offer-start"
      onClick={() => {
        void model.intake.upload('init_image', picture).then(() => {
          model.offers.dismiss();
          model.focusOn('init_image');
        });
      }}
    />
  );
}

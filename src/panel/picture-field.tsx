import { useRef, useState, type ClipboardEvent, type DragEvent, type ReactElement } from 'react';
import { Icon } from '../icons';
import { fieldId, type FieldProps } from './field';
import { firstValue } from '../../language/cell/editor';
import { classes, IconButton } from '../ui';
import { usePanel, usePanelState } from './view';

/** Pixels of the small picture, twice what it takes on the page. */
const THUMBNAIL = 128;
const TYPES = 'image/png,image/jpeg,image/webp';

/** A picture to begin with: chosen, dropped or pasted here, or sent by a grid; shown small, taken away by its cross. */
export function PictureField({ name, label, value, wrong, odd, onChange }: FieldProps): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const input = useRef<HTMLInputElement>(null);
  const hash = firstValue(value);
  const take = (files: FileList | null | undefined): void => {
    const file = [...(files ?? [])].find(each => each.type.startsWith('image/'));
    if (file) {
      void model.intake.upload(name, file);
    } else if (files && files.length > 0) {
      model.intake.refuse({ refused: 'picture', name: files[0].name });
    }
  };
  const { over, events } = useGiven(take);
  return (
    <span
      className={classes('jd-Picture', over && 'jd-mod-over', wrong && 'jd-mod-wrong', hash && 'jd-mod-set')}
      {...events}
    >
      <ChooseButton {...{ name, label, wrong, odd, hash }} onClick={() => input.current?.click()} />
      {hash !== '' && (
        <IconButton icon="close" small label={say('remove', { name: label })} onClick={() => onChange('')} />
      )}
      <input
        ref={input}
        type="file"
        accept={TYPES}
        hidden
        tabIndex={-1}
        aria-hidden="true"
        onChange={event => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
    </span>
  );
}

type Given = {
  over: boolean;
  events: Record<'onPaste', (event: ClipboardEvent) => void> &
    Record<'onDragOver' | 'onDragLeave' | 'onDrop', (event: DragEvent) => void>;
};

/** Takes files that are pasted or dropped, and knows while some hang over it. */
function useGiven(take: (files: FileList) => void): Given {
  const [over, setOver] = useState(false);
  const events = {
    onPaste: (event: ClipboardEvent) => take(event.clipboardData.files),
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer.files);
    }
  };
  return { over, events };
}

type ChooseProps = Pick<FieldProps, 'name' | 'label' | 'wrong' | 'odd'> & { hash: string; onClick(): void };

/** The picture, or the place for one. */
function ChooseButton({ name, label, wrong, odd, hash, onClick }: ChooseProps): ReactElement {
  const { client, words } = usePanel();
  const { say } = words;
  const busy = usePanelState(({ uploading }) => uploading === name);
  return (
    <button
      type="button"
      id={fieldId(name)}
      data-field={name}
      className="jd-Picture-choose"
      aria-describedby={wrong ?? odd}
      aria-label={hash ? say('choose_another_picture', { label }) : say('choose_picture', { label })}
      title={say('give_picture')}
      disabled={busy}
      onClick={onClick}
    >
      {hash ? (
        <img src={client.imageUrl(hash, { max: THUMBNAIL, format: 'webp' })} alt="" />
      ) : (
        <>
          <Icon name="add" />
          <span className="jd-cut">{busy ? say('uploading') : say('add_picture')}</span>
        </>
      )}
    </button>
  );
}

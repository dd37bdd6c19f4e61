import { memo, type ReactElement } from 'react';
import { IconButton, sentences } from '../../ui';
import { axisActions } from '../actions';
import { GridButtons } from './action';
import { useGrid, useSnapshot } from './context';
import { Line } from './lines';

/** What was changed about the sweep from here, and what can still be done about it; or why it couldn't be. */
export const ChangeLine = memo(function ChangeLine(): ReactElement | null {
  const { model, text } = useGrid();
  const { say } = text;
  const { last, refused, isOpen } = useSnapshot(({ edits, sweep }) => ({
    last: edits.last,
    refused: edits.refused,
    isOpen: edits.rows !== null,
    job: sweep?.job
  }));
  const putAway = (
    <IconButton icon="close" small label={say('put_away')} onClick={() => model.edits.changes.putAway()} />
  );
  if (refused && !isOpen) {
    return (
      <Line bad words={[refused.error.message, refused.error.hint ?? '']}>
        {putAway}
      </Line>
    );
  }
  if (!last) {
    return null;
  }
  const cell = { behind: say('cell_is_behind'), same: say('cell_says_so'), none: '' }[last.cell];
  return (
    <Line words={[sentences(last.words, cell)]}>
      <GridButtons table={axisActions} at="change" small />
      {putAway}
    </Line>
  );
});

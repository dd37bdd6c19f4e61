import { useMemo, type ReactElement } from 'react';
import { comparePrompts, type Part } from '../prompt-words';
import type { Comparison, PromptRow } from '../what-differs';
import { useCompare, useCompareState } from './context';

/** Prompts that differ, word by word: each against the reference's. */
export function PromptsView({ comparison }: { comparison: Comparison }): ReactElement {
  return (
    <>
      {comparison.prompts
        .filter(({ same }) => !same)
        .map(row => (
          <Prompt key={row.name} row={row} letters={comparison.letters} />
        ))}
    </>
  );
}

function Prompt({ row, letters }: { row: PromptRow; letters: Comparison['letters'] }): ReactElement {
  const { say } = useCompare();
  const reference = useCompareState(state => state.reference);
  const at = Math.max(
    0,
    letters.findIndex(letter => letter === reference)
  );
  const lines = useMemo(() => linesOf(row.texts, at), [row, at]);
  return (
    <div>
      <h3>{say(row.name === 'prompt' ? 'compare_prompt' : 'compare_negative')}</h3>
      {lines.map((parts, line) =>
        parts ? (
          <p className="jd-Words-line" key={letters[line]}>
            <b>{letters[line]}</b>
            {parts.map(({ text, differs }, part) =>
              !differs ? (
                <span key={part}>{text}</span>
              ) : line === at ? (
                <del className="jd-del" key={part}>
                  {text}
                </del>
              ) : (
                <ins className="jd-ins" key={part}>
                  {text}
                </ins>
              )
            )}
          </p>
        ) : null
      )}
    </div>
  );
}

/** The reference's line tells what some other has not; of one picture beside it, exactly what that one has not. */
function linesOf(texts: PromptRow['texts'], at: number): (Part[] | null)[] {
  const own = texts[at] ?? '';
  const pairs = texts.map((text, line) => (text === null || line === at ? null : comparePrompts(own, text)));
  const told = pairs.filter(pair => pair !== null);
  return texts.map((text, line) => {
    if (text === null) {
      return null;
    }
    if (line === at) {
      return told.length === 1 ? told[0][0] : [{ text, differs: false }];
    }
    return pairs[line]![1];
  });
}

/**
 * The cell language for who shows a cell while it is written. A list of its own, because a browser loads all that a list names: nothing
 * here reads a whole sweep.
 */
export type { SweepContext } from './types';
/** The text of one field. */
export { fieldItems, fieldValues, firstValue, saysSeveral, type FieldItem } from './text/field';
export { fieldFaults, type FieldFault } from './values/field-faults';
export { quoted, written, writtenList } from './quote';
/** Which prompts can stand below the first line. */
export { bodyOf } from './print';
/** The values of an axis, put into the text of a cell. */
export { hasAxisText, withMoreValues, withValues, withWord, wordText, type AxisRows } from './axis-text';
/** A cell or prompt while it is written. */
export { holdsSettings, isSweepCell } from './text/written-cell';
export { tokensOfCell, type CellToken, type TokenKind } from './tokens/cell-tokens';
export { choicesIn, offersAt, type CellOffer, type CellOffers, type Choices } from './tokens/offers';
export { longestWording, optionCounts, wordingsTotal, type Wording } from './wordings';
export { stretchesOf, type PromptStretch } from './weights/stretches';
export { changeWeight, weightAt, type Edit } from './weights/change-weight';

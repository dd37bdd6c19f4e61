/** The cell language: the text of a cell or a spec to its normal form and back. Draws nothing and asks nobody. */
export { parseSweep } from './parse';
export { printFields, printSweep } from './print';
export type { Magic, ParsedSweep, SweepContext, SweepWarning } from './types';
/** The text of one field. */
export { fieldItems, fieldValues, firstValue, saysSeveral, type FieldItem } from './text/field';
export { fieldFaults, type FieldFault } from './values/field-faults';
export { written, writtenList } from './quote';
/** A cell or prompt while it is written. */
export { isSweepCell } from './text/written-cell';
export { tokensOfCell, type CellToken, type TokenKind } from './tokens/cell-tokens';
export { choicesIn, offersAt, type CellOffer, type CellOffers, type Choices } from './tokens/offers';
export { longestWording, wordingsTotal, type Wording } from './wordings';
export { stretchesOf, type PromptStretch } from './weights/stretches';
export { changeWeight, weightAt, type Edit } from './weights/change-weight';

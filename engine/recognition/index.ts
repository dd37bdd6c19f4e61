/** What is on a picture. */
export { likeliest, middleOf, openRecogniser } from './recogniser';
export type { IRecogniser, LabelShare } from './recogniser';

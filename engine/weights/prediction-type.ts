/** What a single file's network predicts, from what the file says of itself. */
import type { PredictionType, UNetTask } from '../types';
import type { SafetensorsHeader } from './safetensors';
import type { SingleLayout } from './single-layout';

/** The tensor whose mere presence says that the schedule was trained to end in pure noise. */
const ZERO_TERMINAL_SNR = 'ztsnr';
/** Likewise for v-prediction. */
const VELOCITY = 'v_pred';

/** The model spec's metadata first, then the tensors merges leave as marks, then what the family usually predicts. */
export function predictionTypeOf(
  { metadata, tensors }: SafetensorsHeader,
  { family }: SingleLayout,
  task: UNetTask
): PredictionType {
  const said = metadata['modelspec.prediction_type'];
  if (said === 'v' || said === 'v_prediction' || said === 'epsilon') {
    return said === 'epsilon' ? 'epsilon' : 'v_prediction';
  }
  if (tensors.has(VELOCITY)) {
    return 'v_prediction';
  }
  return family === 'sd2' && task === 'plain' ? 'v_prediction' : 'epsilon';
}

export function marksZeroTerminalSnr({ tensors }: SafetensorsHeader): boolean {
  return tensors.has(ZERO_TERMINAL_SNR);
}

/**
 * LoRAs in a graph. A module with adapters computes y + Σ s·ΔW·x, each ΔW by its factors: merged weights would take the model's memory
 * again for every mix of weights. Each row of the batch has its own s, so a weight of 0 adds exactly nothing and rows of different
 * weights share a batch.
 */
export { adaptedLayer, adaptedNorm } from './adapted';
export { weightNormsGraph } from './weight-norms';
export { withAdapterInputs, withItemWeights, withPixelWeights } from './row-weights';

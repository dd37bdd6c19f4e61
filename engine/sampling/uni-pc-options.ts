/** The choices UniPC leaves open: how B(h) is made, the order, how time is cut, and lower orders in the last steps. */
export type UniPcOptions = {
  variant?: 'bh1' | 'bh2' | 'vary_coeff';
  order?: number;
  skip?: 'time_uniform' | 'time_quadratic' | 'logSNR';
  lowerOrderFinal?: boolean;
};

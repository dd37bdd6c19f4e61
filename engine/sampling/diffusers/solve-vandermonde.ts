/** The ρ of Σ_j ratios[j]^n ρ_j = moments[n], by Gauss-Jordan elimination with pivots; NaN where there is none. */
export function solveVandermonde(ratios: readonly number[], moments: readonly number[]): number[] {
  const rows = moments.map((moment, n) => [...ratios.map(ratio => ratio ** n), moment]);
  for (let column = 0; column < rows.length; column++) {
    const below = rows.slice(column).map(row => Math.abs(row[column]));
    const pivot = column + below.indexOf(Math.max(...below));
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    const head = rows[column].map(value => value / rows[column][column]);
    rows.forEach((row, r) => {
      rows[r] = r === column ? head : row.map((value, c) => value - row[column] * head[c]);
    });
  }
  return rows.map(row => row[rows.length]);
}

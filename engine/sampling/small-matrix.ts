/** Dense matrices of a few rows, as rows. */
export type Matrix = readonly (readonly number[])[];

/** The inverse by Gauss and Jordan with partial pivoting. */
export function inverse(matrix: Matrix): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, k) => (k === i ? 1 : 0))]);
  for (let column = 0; column < n; column++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= column && Math.abs(row[column]) > Math.abs(rows[best][column]) ? i : best),
      column
    );
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    const scaled = rows[column].map(each => each / rows[column][column]);
    rows.forEach((row, i) => {
      rows[i] = i === column ? scaled : row.map((each, k) => each - row[column] * scaled[k]);
    });
  }
  return rows.map(row => row.slice(n));
}

export function product(a: Matrix, b: Matrix): number[][] {
  return a.map(row => (b[0] ?? []).map((_, k) => row.reduce((sum, each, i) => sum + each * b[i][k], 0)));
}

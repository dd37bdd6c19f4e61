/** x with I_x(a, b) = p, the quantile function of the beta distribution; p in [0, 1], a and b positive. */
export function inverseBeta(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  // 60 halvings reach the last bit; the schedule calls this a few dozen times.
  for (let k = 0; k < 60 && low < high; k++) {
    const middle = (low + high) / 2;
    if (regularizedBeta(middle, a, b) < p) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return p <= 0 ? 0 : p >= 1 ? 1 : (low + high) / 2;
}

/** The regularized incomplete beta function I_x(a, b), by its continued fraction (Abramowitz and Stegun 26.5.8). */
function regularizedBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) {
    return x <= 0 ? 0 : 1;
  }
  if (x > (a + 1) / (a + b + 2)) {
    return 1 - regularizedBeta(1 - x, b, a);
  }
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return (front / a) * continuedFraction(x, a, b);
}

/** Evaluated by Lentz's method; 200 terms are far more than x below the mean needs. */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 200; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) {
      break;
    }
  }
  return fraction;
}

/** ln Γ(z) for z > 0: Stirling's series after shifting z above 10. */
function logGamma(z: number): number {
  let shift = 0;
  for (; z < 10; z++) {
    shift += Math.log(z);
  }
  const series = 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5) - 1 / (1680 * z ** 7);
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

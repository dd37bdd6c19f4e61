const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Two byte counts in the larger one's unit, as facts of a sentence: 1.2 of 4.0 GB. */
export function inOneUnit(found: number, expected: number): { found: string; expected: string } {
  const power = unitPower(Math.max(found, expected));
  // Nearly complete files differ late: add digits until the two read differently.
  let digits = power === 0 ? 0 : 1;
  while (
    found !== expected &&
    digits < 6 &&
    scaled(found, power, digits) === scaled(expected, power, digits)
  ) {
    digits++;
  }
  return {
    found: scaled(found, power, digits),
    expected: `${scaled(expected, power, digits)} ${UNITS[power]}`
  };
}

/** A byte count for people: 4.0 GB. */
export function formatBytes(bytes: number): string {
  const power = unitPower(bytes);
  return `${scaled(bytes, power, power === 0 ? 0 : 1)} ${UNITS[power]}`;
}

function unitPower(bytes: number): number {
  return Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
}

function scaled(bytes: number, power: number, digits: number): string {
  return (bytes / 1000 ** power).toFixed(digits);
}

import { loadBetween, type MachineTold, pageBytes, type Reading, readMachine, readProcess } from './readings';

const STAT =
  '4127 (node (a) b) R 1 4127 4127 0 -1 4194560 9000 0 12 0 350 150 0 0 20 0 11 0 99 1000 500 1 2 3 4 5 0 0 0 0 0 0 0 17 1 0 0 42 0 0';
const IO = 'rchar: 5000\nwchar: 1\nsyscr: 3\nread_bytes: 4096\nwrite_bytes: 0\n';
const STATUS = 'Name:\tnode\nVmRSS:\t  100 kB\nVmSwap:\t  20 kB\n';
// Each core: user, nice, system, idle, waiting for a disk, irq, softirq, stolen.
const CORE = '500 0 250 4500 5 0 0 40 0 0';
const MACHINE = `cpu  1000 0 500 9000 10 0 0 80 0 0\ncpu0 ${CORE}\ncpu1 ${CORE}\nintr 1\n`;
const PRESSURE =
  'some avg10=95.88 avg60=94.90 avg300=71.14 total=2000000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n';

test('a process says what it does, its own time, what it read, and what of it was swapped', () => {
  expect(readProcess(STAT, IO, STATUS)).toEqual({
    state: 'R',
    cpu_s: 5,
    askedBytes: 5000,
    diskBytes: 4096,
    swappedBytes: 20480
  });
});

const told: MachineTold = {
  stat: MACHINE,
  vmstat: 'nr_free 1\npswpin 3\npswpout 4\n',
  processor: PRESSURE,
  disk: PRESSURE,
  status: 'Cpus_allowed_list:\t0-1\n'
};

test('a machine says how many cores it has and how long they worked, rested, were kept from it, swapped and were waited for', () => {
  expect(readMachine(told, 65536, null)).toEqual({
    cores: 2,
    busy_s: 15,
    idle_s: 90.1,
    stolen_s: 0.8,
    swapBytes: 7 * 65536,
    waited: { processor_s: 2, disk_s: 2 },
    limit: null
  });
});

test.each([
  ['1', 1],
  ['0-1', 2],
  ['0,1', 2],
  // Processors that could be there and aren't, and those of a container that numbers its own.
  ['0-127', 2],
  ['4-5', 2]
])('of its processors those count that may be used: %s', (list, cores) => {
  const status = `Name:\tnode\nCpus_allowed_list:\t${list}\n`;
  expect(readMachine({ ...told, status }, 4096, null)).toMatchObject({ cores, busy_s: 7.5 * cores });
});

const words = (...pairs: [number, number][]): Buffer => {
  const bytes = Buffer.alloc(pairs.length * 16);
  pairs.flat().forEach((word, at) => bytes.writeBigUInt64LE(BigInt(word), at * 8));
  return bytes;
};

test('pages are as large as the system says', () => {
  expect(pageBytes(words([33, 1], [6, 65536], [0, 0]))).toBe(65536);
  expect(pageBytes(words([0, 0]))).toBe(4096);
  expect(pageBytes(null)).toBe(4096);
});

test('what a system does not tell is null, and no guess', () => {
  expect(readProcess(null, IO, STATUS)).toBeNull();
  expect(readProcess('4127 (node', null, null)).toBeNull();
  expect(readProcess(STAT, null, null)).toMatchObject({
    askedBytes: null,
    diskBytes: null,
    swappedBytes: null
  });
  expect(readMachine({ ...told, stat: null }, 4096, null)).toBeNull();
  const silent = { ...told, vmstat: null, processor: null, status: null };
  expect(readMachine(silent, 4096, null)).toMatchObject({ cores: 2, swapBytes: null, waited: null });
});

const reading = (at_s: number, part: Partial<Reading> = {}): Reading => ({
  at_s,
  own_s: 0,
  system: null,
  processes: new Map([[7, readProcess(STAT, null, null)!]]),
  ...part
});

test('two readings tell what a process had, and what others had of the processor', () => {
  const limit = { cores: 1.5, periods: 100, throttled: 10, used_s: 50 };
  const machine = readMachine({ ...told, vmstat: 'pswpin 0\npswpout 0\n' }, 4096, limit)!;
  const before = reading(10, {
    own_s: 5,
    system: machine,
    processes: new Map([[7, { ...own(), cpu_s: 5 }]])
  });
  const now = reading(15, {
    own_s: 8,
    system: {
      ...machine,
      busy_s: machine.busy_s + 9,
      idle_s: machine.idle_s + 0.5,
      stolen_s: machine.stolen_s + 0.5,
      swapBytes: 20480e3,
      waited: { processor_s: 6.5, disk_s: 3 },
      limit: { cores: 1.5, periods: 150, throttled: 35, used_s: 57 }
    },
    processes: new Map([[7, { ...own(), cpu_s: 7.5, askedBytes: 5000 + 1000, diskBytes: 4096 + 5e6 }]])
  });
  expect(loadBetween(before, now, 7)).toEqual({
    waitsForDisk: false,
    suspended: false,
    cores: 0.5,
    coresOfMachine: 2,
    // 9 s of work on two cores in 5 s, of which 3 s were ours.
    others: expect.closeTo(0.6),
    idle: expect.closeTo(0.05),
    stolen: expect.closeTo(0.05),
    crowded: 0.9,
    diskCrowded: 0.2,
    // 7 s of the container's work in 5 s, of which 3 s were ours.
    limit: { cores: 1.5, reached: 0.5, others: expect.closeTo(0.8) },
    read_s: 1e6,
    swappedBytes: 20480,
    swap_s: 4096e3
  });
  expect(loadBetween(before, now, 8)).toBeNull();
  expect(loadBetween(now, now, 7)).toBeNull();
});

test('where only the process is known, nothing is said of the machine', () => {
  expect(loadBetween(reading(1), reading(2), 7)).toMatchObject({
    cores: 0,
    others: null,
    idle: null,
    crowded: null,
    limit: null,
    swap_s: null,
    read_s: null
  });
});

function own(): NonNullable<ReturnType<typeof readProcess>> {
  return readProcess(STAT, IO, STATUS)!;
}

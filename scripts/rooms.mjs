/**
 * Which room may import which. ESLint refuses any other import (eslint.config.mjs), so the map in docs/architecture.md stays true. A room
 * is a folder, or a file that stands for one; whoever may import a folder may import what lies in it. Rows that name each other in a
 * circle are refused by the test beside this file. Tests may import more: see `testsOf`.
 */

/** Pure, and of use to everybody above. */
const shared = ['schema', 'language'];
/** What every room of the service may use. */
const ofServer = [
  ...shared,
  ...['clock.ts', 'decode-text.ts', 'finding.ts', 'log.ts'].map(name => `server/${name}`)
];
/** What every feature of the front end may use. */
const ofLab = [
  ...shared,
  ...['tokens.ts', 'commands.ts', 'lists.ts', 'icons', 'i18n', 'client', 'ui', 'actions'].map(
    name => `src/${name}`
  )
];

export const rooms = {
  schema: [],
  language: ['schema'],

  // The engine, from numbers to processes
  'engine/types.ts': shared,
  'engine/images': shared,
  'engine/colour': [...shared, 'engine/images'],
  'engine/fusion': [...shared, 'engine/images'],
  'engine/measures': [...shared, 'engine/images', 'engine/colour'],
  'engine/weights': [...shared, 'engine/types.ts'],
  'engine/random': [...shared, 'engine/types.ts'],
  'engine/tiles': ['engine/types.ts'],
  'engine/graph': ['engine/weights'],
  'engine/text': [...shared, 'engine/types.ts', 'engine/weights'],
  'engine/sampling': [...shared, 'engine/types.ts', 'engine/random'],
  'engine/runtime': [...shared, 'engine/types.ts', 'engine/graph', 'engine/weights'],
  ...Object.fromEntries(
    ['networks', 'controlnet', 'face-restorers', 'onnx-folder'].map(name => [
      `engine/${name}`,
      [
        ...shared,
        ...['types.ts', 'weights', 'graph', 'tiles', 'text', 'runtime'].map(other => `engine/${other}`)
      ]
    ])
  ),
  'engine/faces': [
    ...shared,
    ...['types.ts', 'images', 'onnx-folder', 'face-restorers'].map(name => `engine/${name}`)
  ],
  'engine/style': [...shared, ...['types.ts', 'images', 'onnx-folder'].map(name => `engine/${name}`)],
  'engine/recognition': [
    ...shared,
    ...['types.ts', 'images', 'weights', 'graph', 'runtime'].map(name => `engine/${name}`)
  ],
  'engine/picture-networks': [
    ...shared,
    ...['images', 'weights', 'graph', 'tiles', 'runtime'].map(name => `engine/${name}`)
  ],
  'engine/models': [
    ...shared,
    ...['types.ts', 'weights', 'graph', 'text'].map(name => `engine/${name}`),
    ...['networks', 'controlnet', 'picture-networks', 'face-restorers', 'onnx-folder'].map(
      name => `engine/${name}`
    )
  ],
  'engine/pipeline': [
    ...shared,
    ...['types.ts', 'images', 'random', 'sampling', 'text'].map(name => `engine/${name}`)
  ],
  'engine/step-loop': [...shared, 'engine/types.ts', 'engine/pipeline'],
  'engine/worker': [...shared, ...['types.ts', 'weights', 'pipeline', 'text'].map(name => `engine/${name}`)],
  'engine/shadow': [
    ...shared,
    ...['types.ts', 'random', 'sampling', 'pipeline', 'step-loop'].map(name => `engine/${name}`)
  ],
  'engine/child': [
    ...shared,
    ...['types.ts', 'weights', 'random', 'text', 'sampling', 'tiles', 'picture-networks'].map(
      name => `engine/${name}`
    ),
    ...['models', 'pipeline', 'step-loop', 'worker'].map(name => `engine/${name}`)
  ],
  'engine/testing': [...shared, 'engine'],

  // The service: routes -> jobs -> store
  'server/clock.ts': [],
  'server/decode-text.ts': [],
  'server/finding.ts': ['schema'],
  'server/log.ts': ['schema'],
  'server/store': [...ofServer, 'engine/worker', 'server/sweep'],
  'server/sweep': shared,
  'server/prompts': [...shared, 'server/decode-text.ts'],
  'server/watchdog': [...ofServer, 'engine/worker'],
  'server/models': [...ofServer, 'engine/worker', 'engine/shadow', 'server/store'],
  'server/engines': [...ofServer, 'engine/worker'],
  'server/images': [...ofServer, 'engine/worker', 'engine/images', 'server/store'],
  'server/exports': [...ofServer, 'server/images'],
  'server/jobs': [
    ...ofServer,
    ...['engine/worker', 'engine/shadow'],
    ...['store', 'sweep', 'prompts', 'models', 'images', 'engines'].map(name => `server/${name}`)
  ],
  'server/service': [
    ...ofServer,
    ...['engine/worker', 'engine/shadow'],
    ...['store', 'models', 'images', 'engines', 'watchdog', 'jobs'].map(name => `server/${name}`)
  ],
  'server/routes': [
    ...ofServer,
    'engine/worker',
    ...['store', 'prompts', 'models', 'images', 'exports', 'jobs', 'service'].map(name => `server/${name}`)
  ],
  'server/cli': [
    ...ofServer,
    ...['store', 'images', 'exports', 'jobs', 'service', 'routes'].map(name => `server/${name}`)
  ],
  'server/testing': [...shared, 'server', 'engine/worker', 'engine/shadow'],

  // The front end: panel, grid, compare, magic and status don't know each other
  'src/commands.ts': [],
  'src/lists.ts': [...shared, 'src/tokens.ts'],
  'src/tokens.ts': shared,
  'src/icons': [],
  'src/i18n': [...shared, 'src/tokens.ts'],
  'src/client': [...shared, 'src/tokens.ts'],
  'src/ui': ['schema/weighty-remarks.ts', 'src/icons'],
  'src/actions': [...shared, 'src/commands.ts', 'src/icons', 'src/ui'],
  'src/panel': ofLab,
  'src/grid': ofLab,
  'src/compare': ofLab,
  'src/magic': ofLab,
  'src/status': ofLab,
  'src/mime.ts': [...shared, 'src/tokens.ts', 'src/grid'],
  'src/index.ts': ['src'],

  // What looks at all of it from outside
  'goldens/runner': [...shared, 'engine', 'server/images'],
  bench: [...shared, 'engine', 'server/service/thread-counter.ts']
};

/** Rooms that others enter by their index alone: what it does not list is private. */
export const closed = [
  ...Object.keys(rooms).filter(room => /^engine\/(?!types\.ts|testing)/.test(room)),
  'server/engines',
  'server/exports',
  'server/sweep'
];

/** What the tests of a top folder may import beside all of that folder. */
export const testsOf = {
  schema: ['language'],
  // They hold the language against the lists of the engine and the service.
  language: ['schema', 'engine', 'server'],
  engine: shared,
  server: [...shared, 'engine', 'src/client/follow.ts', 'src/grid/sweep-state.ts'],
  src: shared,
  goldens: [...shared, 'engine', 'server/images']
};

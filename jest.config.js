// Two projects: `node` runs schema, engine and server with real native add-ons; `lab` runs the front end in jsdom.
const labConfig = require('@jupyterlab/testing/lib/jest-config');
const lab = labConfig(__dirname);

const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx: true, decorators: true },
      transform: { react: { runtime: 'automatic' } },
      target: 'es2022'
    },
    module: { type: 'commonjs' }
  }
];
const esm = [
  '@bufbuild',
  '@codemirror',
  '@huggingface',
  '@jupyter',
  '@jupyterlab',
  '@lumino',
  '@marijn',
  '@microsoft',
  'color',
  'eventsource-parser',
  'exenv-es6',
  'lib0',
  'marked',
  'nanoid',
  'onnx-buf',
  'pixelmatch',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yjs'
].join('|');
const common = {
  cacheDirectory: '<rootDir>/.jest-cache',
  modulePathIgnorePatterns: ['<rootDir>/lib', '<rootDir>/.venv', '<rootDir>/bench/out'],
  transformIgnorePatterns: [`/node_modules/(?!(${esm})/).+`]
};

/** @type {import('jest').Config} */
module.exports = {
  coverageDirectory: 'lib/coverage',
  testTimeout: 60000,
  projects: [
    {
      ...common,
      displayName: 'node',
      testEnvironment: '<rootDir>/scripts/jest-node-environment.js',
      // Faults that tests catch say their sentence.
      setupFiles: ['<rootDir>/schema/messages/index.ts'],
      testMatch: ['<rootDir>/{schema,language,engine,server,goldens/runner,scripts,bench}/**/*.test.ts'],
      transform: { '\\.[cm]?[jt]sx?$': swc }
    },
    {
      ...common,
      displayName: 'lab',
      resolver: lab.resolver,
      setupFiles: lab.setupFiles,
      testEnvironment: lab.testEnvironment,
      moduleNameMapper: lab.moduleNameMapper,
      testMatch: ['<rootDir>/src/**/*.test.{ts,tsx}'],
      transform: {
        '\\.svg$': '@jupyterlab/testing/lib/jest-raw-loader.js',
        '\\.[cm]?[jt]sx?$': swc
      }
    }
  ]
};

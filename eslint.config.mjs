import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { closed, rooms, testsOf } from './scripts/rooms.mjs';

/** The Jupyter rules are for the extension alone; its settings schema is the one JSON file that is linted. */
const jupyterConfigs = jupyter.configs.recommended.map(config => ({
  ...config,
  plugins: { jupyter },
  files: config.files.map(pattern =>
    pattern.endsWith('.json') ? 'schema/settings/*.json' : `src/${pattern}`
  )
}));

const TESTS = ['**/*.test.{ts,tsx}', '**/testing.ts'];

const entrance = room => (closed.includes(room) ? `${room}/index.ts` : room);

/** The wall around a room: nothing of this repository but itself and `allowed`. Paths are compared as they resolve. */
const wall = (files, ignores, own, allowed) => ({
  files,
  ignores,
  rules: {
    'import-x/no-restricted-paths': [
      'error',
      {
        basePath: import.meta.dirname,
        zones: [
          {
            target: '.',
            from: '.',
            except: [own, ...allowed.map(entrance), 'node_modules'].map(path => `./${path}`),
            message: `${own} may not import it: see scripts/rooms.mjs.`
          }
        ]
      }
    ]
  }
});

const walls = [
  ...Object.entries(rooms).map(([room, allowed]) =>
    wall([/\.ts$/.test(room) ? room : `${room}/**/*.{ts,tsx}`], TESTS, room, allowed)
  ),
  ...Object.entries(testsOf).map(([folder, allowed]) =>
    wall(
      TESTS.map(pattern => `${folder}/${pattern}`),
      [],
      folder,
      allowed
    )
  )
];

export default tseslint.config(
  {
    ignores: [
      'lib/',
      'node_modules/',
      '.venv/',
      '.bench-venv/',
      '.jest-cache/',
      'models/',
      'goldens/*',
      '!goldens/runner',
      'python/',
      'ui-tests/out/',
      'bench/out/'
    ]
  },
  {
    files: ['**/*.{js,mjs,cjs,ts,tsx}'],
    extends: [js.configs.recommended, tseslint.configs.recommended],
    languageOptions: { globals: globals.node },
    rules: {
      curly: ['error', 'all'],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // These two ship CommonJS beside types that only describe their modules.
      '@typescript-eslint/no-require-imports': [
        'error',
        { allow: ['^onnx-buf$', '^@huggingface/tokenizers$'] }
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z]', match: true } }
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', varsIgnorePattern: '^_' }
      ]
    }
  },
  ...jupyterConfigs,
  {
    files: ['src/**/*.{ts,tsx}'],
    languageOptions: { globals: globals.browser },
    // What is heavy (the grid's tab) is imported where it is used; the rest a plugin needs at once.
    // Words are messages of the catalogue, which the compiler asks for, and not Lab's gettext.
    rules: { 'jupyter/prefer-lazy-imports': 'off', 'jupyter/no-untranslated-string': 'off' }
  },
  // Constants stand as the reference writes them, longer than a double holds.
  { files: ['engine/random/**'], rules: { 'no-loss-of-precision': 'off' } },
  { files: ['ui-tests/**'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
  { files: ['**/*.test.{ts,tsx}'], languageOptions: { globals: globals.jest } },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' }
  },
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] })]
    },
    rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] }
  },
  ...walls,
  // The service speaks through its log, a command through its terminal.
  { files: ['server/**/*.ts'], ignores: ['server/testing/**'], rules: { 'no-console': 'error' } },
  prettier
);

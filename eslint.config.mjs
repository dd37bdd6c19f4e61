import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** The Jupyter rules are for the extension alone; its settings schema is the one JSON file that is linted. */
const jupyterConfigs = jupyter.configs.recommended.map(config => ({
  ...config,
  plugins: { jupyter },
  files: config.files.map(pattern =>
    pattern.endsWith('.json') ? 'schema/settings/*.json' : `src/${pattern}`
  )
}));

/** What a room must not import, and why. */
const wall = (files, ...walls) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: walls.map(([message, ...group]) => ({ group, message })) }]
  }
});

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
    rules: { 'jupyter/prefer-lazy-imports': 'off' }
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
  wall(
    ['engine/**/*.ts'],
    ['The engine knows neither the service nor the front end.', '**/server/**', '**/src/**', '**/goldens/**']
  ),
  wall(
    ['language/**/*.ts'],
    [
      'The language is read in the browser, in Node and in tests alike: it knows schema alone.',
      '**/engine/**',
      '**/server/**',
      '**/src/**',
      '**/goldens/**'
    ]
  ),
  wall(
    ['server/**/*.ts'],
    ['The service does not know the front end.', '**/src/**'],
    [
      'The service reaches the engine through engine/worker, engine/shadow and the pure engine/images only.',
      '**/engine/{controlnet,errors,graph,onnx-folder,pipeline,random,sampling,sessions,text,tiles,types,upscalers,weights}*',
      '**/engine/{controlnet,errors,graph,onnx-folder,pipeline,random,sampling,sessions,text,tiles,types,upscalers,weights}/**'
    ]
  ),
  wall(
    ['src/**/*.{ts,tsx}'],
    ['The front end knows the service by its wire contract alone.', '**/engine/**', '**/server/**']
  ),
  // Tests hold the language against the engine's and the service's own lists.
  { files: ['language/**/*.test.ts'], rules: { 'no-restricted-imports': 'off' } },
  prettier
);

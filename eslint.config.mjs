// Few rules, each for a mistake that has a cost here. Formatting is not linted.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const nodeGlobals = Object.fromEntries(
  [
    ...['process', 'console', 'performance', 'URL', 'Buffer', 'fetch', 'AbortController', 'AbortSignal'],
    ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'structuredClone'],
    ...['TextEncoder', 'TextDecoder', 'URLSearchParams', 'Response', 'Request', 'Headers'],
  ].map((name) => [name, 'readonly']),
);

const browserGlobals = Object.fromEntries(
  [
    ...['document', 'location', 'history', 'sessionStorage', 'fetch', 'URL', 'URLSearchParams', 'FormData', 'Intl'],
    ...['setInterval', 'clearInterval', 'setTimeout', 'addEventListener', 'removeEventListener', 'atob', 'crypto'],
    ...['TextDecoder', 'matchMedia', 'MutationObserver'],
    ...['Worker', 'postMessage'],
  ].map((name) => [name, 'readonly']),
);

export default tseslint.config(
  { ignores: ['dist/', 'generated/', 'node_modules/', 'coverage/', '.data/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [js.configs.recommended],
    languageOptions: { globals: nodeGlobals },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { globals: { require: 'readonly', module: 'writable', __dirname: 'readonly' } },
  },
  {
    // What a page loads.
    files: ['src/**/*.js'],
    ignores: ['src/app/console/**', 'src/app/docs/assets/checker/**', 'src/app/docs/assets/search.js'],
    extends: [js.configs.recommended],
    languageOptions: {
      sourceType: 'script',
      globals: { ...browserGlobals, SwaggerUIBundle: 'readonly' },
    },
  },

  {
    files: ['src/app/console/assets/*.js', 'src/app/docs/assets/{checker/*,search}.js'],
    extends: [js.configs.recommended],
    languageOptions: { sourceType: 'module', globals: browserGlobals },
  },

  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      // Import rules tell a type from a value (.dependency-cruiser.cjs).
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      // An async function without await is how a port is implemented by something synchronous.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Numbers in messages are fine; objects and undefined are not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.object.name="Promise"][callee.property.name=/^(all|allSettled|race|any)$/] Identifier[name="trx"]',
          message:
            'Statements on one transaction must run one after another: the SQL Server client shares its request queue, ' +
            'so a second statement at once can run on another connection. Await them in turn.',
        },
        {
          selector: 'CallExpression[callee.property.name="onConflict"]',
          message:
            'onConflict() does not exist on SQL Server: update under a condition, then insert and catch the duplicate key.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli.ts', 'src/cli/*.ts', 'src/main.ts', 'src/**/*.test.ts'],
    // Log entries carry a level, a request id and no secrets; what is printed carries none of these guarantees.
    rules: { 'no-console': 'error' },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'src/config reads the environment; take the typed config as a parameter.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'src/**/*.test.ts'],
    rules: {
      // Answers of a server under test are JSON of any shape; the assertions on them are the check.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);

import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

import svelteConfig from './svelte.config.js';

export default ts.config(
  { ignores: ['dist/', 'dist-fake/', 'src/backend/generated.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      // Private sets and maps are bookkeeping; what is shown is kept in `$state` fields beside them.
      'svelte/prefer-svelte-reactivity': 'off',
      'no-console': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
    rules: {
      // What strangers send is hostile text: it is never markup.
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      'svelte/button-has-type': 'error',
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/backend/tauri.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/backend/tauri.ts knows Tauri.' }] },
      ],
    },
  },
  {
    files: ['src/shared/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                '@tauri-apps/*',
                '**/backend/*',
                '**/board/*',
                '**/contact/*',
                '**/views/*',
                '**/app/*',
              ],
              message: 'shared/ knows no domain.',
            },
          ],
        },
      ],
    },
  },
  { files: ['*.config.*', 'tools/**', 'tests/**'], languageOptions: { globals: globals.node } },
);

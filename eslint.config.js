import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const typedFiles = ['**/*.ts'];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.data/',
      'data/sample/',
      'test-output/',
      'coverage/',
      'src/db/database.types.ts',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  ...tseslint.configs.stylistic,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    rules: {
      // TypeScript itself finds undefined names, and knows types this rule takes for variables.
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', 400],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
      ],
      'svelte/no-at-html-tags': 'error',
      // Ours are local to a function, or raw state that is replaced whole.
      'svelte/prefer-svelte-reactivity': 'off',
      // We have no router of SvelteKit, whose links this rule is about.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    // Only the rules that find real bugs and need types; Svelte files are typed by svelte-check.
    files: typedFiles,
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.node.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: tseslint.parser },
    },
  },
  {
    // Programs of the command line speak through their standard streams.
    files: ['commands/**', 'tests/**', 'data/**', 'supabase/**', '*.ts', '*.js'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts'],
    rules: { 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);

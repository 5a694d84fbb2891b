// Three rooms of tests: unit (no server), integration (the real parts), end to end (a whole instance).

// Packages that are published as ES modules only; jest on Node 20 cannot require them as they are.
const ES_ONLY = ['temporal-polyfill', 'temporal-utils'];

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.(ts|mts|mjs|js)$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ES_ONLY.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.accord/'],
};

module.exports = {
  // The real parts may be slow on a loaded machine; nothing is judged by time.
  testTimeout: 60_000,
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    {
      ...common,
      displayName: 'integration',
      testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
      globalSetup: '<rootDir>/test/parts/set-up.ts',
      globalTeardown: '<rootDir>/test/parts/tear-down.ts',
    },
    {
      ...common,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
      globalSetup: '<rootDir>/test/parts/set-up.ts',
      globalTeardown: '<rootDir>/test/parts/tear-down.ts',
    },
  ],
};

// The direction of imports: shells → store → core, never back. `api/` and `worker/` meet only in `store/`
// and `domain/`; `workflows/` see nothing but types of the core and each other.
const from = (path, to, name, comment) => ({ name, comment, severity: 'error', from: { path }, to });

module.exports = {
  forbidden: [
    from(
      '^domain/',
      { pathNot: '^(domain/|node_modules/(zod|temporal-polyfill)/)' },
      'core-is-pure',
      'The core imports itself, zod for schemas of data and the Temporal API for zones.',
    ),
    from(
      '^catalog/',
      { path: '^(store|workflows|activities|worker|api|bin)/' },
      'catalogue-is-data',
      'The catalogue is data; it knows the core that reads it and nothing else of ours.',
    ),
    from(
      '^store/',
      { path: '^(workflows|activities|worker|api|bin)/' },
      'store-below-shells',
      'The store serves the shells and knows none of them.',
    ),
    from(
      '^workflows/',
      { path: '^(store|activities|worker|api|bin|catalog)/' },
      'workflows-hold-the-drive',
      'Workflow code asks for activities by type; it reads nothing.',
    ),
    from(
      '^activities/',
      { path: '^(worker|api|bin)/' },
      'activities-below-worker',
      'Activities are made by the worker.',
    ),
    from(
      '^api/',
      { path: '^(worker|workflows|activities|bin)/' },
      'api-apart',
      'The API meets the worker only in the store.',
    ),
    from(
      '^worker/',
      { path: '^(api|bin)/', pathNot: '^api/look/' },
      'worker-apart',
      'The worker meets the API only in the store; both draw with the same look.',
    ),
    from(
      '^(api|worker|store|workflows|activities|domain|catalog)/',
      { path: '^test/' },
      'no-test-in-product',
      'Nothing of the product needs a test file.',
    ),
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|prisma/generated|\\.accord)/' },
    enhancedResolveOptions: { extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json'] },
    tsPreCompilationDeps: true,
  },
};

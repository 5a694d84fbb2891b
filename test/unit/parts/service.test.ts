import { ownEnvironment } from '../../../bin/demo/environment';
import { startService } from '../../../bin/parts/service';

test('a process of ours that was not built is said to be missing', async () => {
  const service = { name: 'Worker', script: 'dist/nowhere/main.js' };
  await expect(startService(service, { log: '/nowhere/worker.log', env: {} })).rejects.toThrow(
    /^Worker is missing\.\n {2}tried: dist\/nowhere\/main\.js\n/,
  );
});

test("the demo's own instance is not led to servers, ports and addresses of others", () => {
  const given = {
    PATH: '/bin',
    ACCORD_CACHE: '/cache',
    ACCORD_MOVES: 'workflow',
    DATABASE_URL: 'a',
    DATABASE_OWNER_URL: 'a',
    REDIS_URL: 'a',
    TEMPORAL_ADDRESS: 'a',
    TEMPORAL_NAMESPACE: 'a',
    SMTP_URL: 'a',
    NODE_ENV: 'production',
    ACCORD_PORT: '1',
    ACCORD_SMTP_PORT: '1',
    ACCORD_TEMPORAL_UI_PORT: '1',
    ACCORD_BASE_URL: 'a',
  };
  expect(ownEnvironment(given)).toEqual({ PATH: '/bin', ACCORD_CACHE: '/cache', ACCORD_MOVES: 'workflow' });
});

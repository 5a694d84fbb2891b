import { DefaultLogger, Runtime } from '@temporalio/worker';

/** The SDK's own log, less what is not a failure. Once in a test file, before anything of Temporal runs. */
export const quieten = (): void => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
};

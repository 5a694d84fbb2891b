export { proposalWorkflow } from './proposal';
export { trackWorkflow } from './track';

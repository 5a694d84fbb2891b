/** The task queue of Temporal on which workflows run: a country may host a worker for the tracks of its own side. */
export const queueOf = (side: string | null): string =>
  side === null ? PROPOSAL_QUEUE : `${PROPOSAL_QUEUE}-${side.toLowerCase()}`;

export const PROPOSAL_QUEUE = 'accord';

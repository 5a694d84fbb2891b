/**
 * POST /review/<ref>/delegate and /undelegate: another person of the same organization answers for the seat, or does so
 * no longer. POST /review/<ref>/conflict: whoever declares a conflict of interest decides nothing in the case any more.
 */
import { textOf } from '../forms/fields';
import { keptText } from '../proposals/act';
import { type Act, acting } from './act';
import { textFaults } from './fields';
import { choicesOf } from './instead';
import type { Reading } from './situation';
import type { Visit } from './visit';

export const delegate = acting(({ fields }: Visit, reading: Reading): Act => {
  const to = textOf(fields, 'to').slice(0, 200);
  const ofThisSeat = seatOf(reading);
  // Only whom the page offers: people of other organizations of the side are named by a key.
  const isOffered = choicesOf(reading).some((c) => c.person === to);
  return {
    name: 'delegations',
    typed: { instead: { to } },
    fault: isOffered ? null : { code: 'PersonMissing', facts: {}, field: 'to' },
    codeField: 'delegate-code',
    field: 'to',
    texts: [],
    body: { delegate: to, ...ofThisSeat },
    command: ({ at, actor }) => ({ type: 'delegate', at, actor, ...ofThisSeat, to }),
    done: 'delegated',
    anchor: 'instead',
  };
});

export const endDelegation = acting(({ fields }: Visit, reading: Reading): Act => {
  const to = textOf(fields, 'to').slice(0, 200);
  const ofThisSeat = seatOf(reading);
  return {
    name: 'delegations',
    typed: {},
    fault: null,
    codeField: `end-${to}-code`,
    field: 'instead',
    texts: [],
    body: { end: to, ...ofThisSeat },
    command: ({ at, actor }) => ({ type: 'endDelegation', at, actor, ...ofThisSeat, to }),
    done: 'delegationEnded',
    anchor: 'instead',
  };
});

export const declareConflict = acting(({ fields }: Visit, reading: Reading): Act => {
  const [reason, sure] = [textOf(fields, 'reason'), textOf(fields, 'sure') !== ''];
  const { viewer, language } = reading;
  const ofThisSeat = seatOf(reading);
  const text = reason === '' ? null : keptText(reason, { ownerSide: viewer.side, kind: 'conflict', language });
  const unsure = { code: 'SureMissing', facts: {}, field: 'sure' };
  return {
    name: 'conflicts',
    typed: { instead: { reason, sure } },
    fault: textFaults(reason, 'reason')[0] ?? (sure ? null : unsure),
    codeField: 'conflict-code',
    field: 'sure',
    texts: text ? [text] : [],
    body: { reason, ...ofThisSeat },
    command: ({ at, actor }) => ({
      type: 'declareConflict',
      at,
      actor,
      ...ofThisSeat,
      reason: text && { hash: text.hash },
    }),
    done: 'conflictDeclared',
    anchor: 'instead',
  };
});

const seatOf = ({ ballot, seat }: Reading) => ({ ballot: ballot.id, seat: seat.key });

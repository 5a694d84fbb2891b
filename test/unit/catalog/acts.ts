/** Acts of the people of the real catalogue: who submits, and who answers next. */
import { holdersOf } from '../../../domain/directory/directory';
import type { World } from '../../../domain/procedure/world';
import type { Actor, Reply, Submit } from '../../../domain/proposal/commands';
import { barredFrom } from '../../../domain/proposal/eligibility';
import { type Ballot, type Case, isCase, type ProposalState, type Seat } from '../../../domain/proposal/state';
import { REVISION } from '../proposal/fixtures';

export const actorOf = ({ directory }: World, person: string, channel: Actor['channel']): Actor => {
  const organization = directory.people[person]?.organization ?? '';
  return { person, organization, side: directory.organizations[organization]?.country ?? '', channel };
};

/** The desk officer of the first participant submits. */
export function submitting(
  world: World,
  hash: string,
  participants: readonly string[],
  changed: Partial<Submit> = {},
): Submit {
  const { key, version, instruments } = world.procedure;
  const person = `${participants[0]}-desk`;
  return {
    type: 'submit',
    at: '2026-06-08T03:00:00.000Z',
    actor: actorOf(world, person, 'api'),
    number: `AC-2026-${participants.join('-').toUpperCase()}`,
    procedure: { key, version, hash },
    instrument: instruments[0] ?? '',
    participants,
    sides: null,
    submittedBy: person,
    drafters: [person],
    areas: ['culture'],
    neededBy: null,
    revision: REVISION,
    ...changed,
  };
}

/** The seats that are asked and have not answered, in the order in which they were asked. */
export const waiting = (state: Case): readonly Readonly<{ ballot: Ballot; seat: Seat }>[] =>
  Object.values(state.ballots)
    .filter((ballot) => ballot.status === 'open')
    .flatMap((ballot) => ballot.seats.filter((s) => s.reply === null).map((seat) => ({ ballot, seat })));

/** The first office that is asked answers, by its first holder who is not barred. */
export function answering(state: ProposalState, world: World, kind: Reply['kind'] = 'agree'): Reply {
  if (!isCase(state)) throw new Error('No case yet');
  const [next] = waiting(state);
  if (!next?.seat.office) throw new Error(`Nobody is asked in case ${state.id}, which is ${state.status}`);
  const { ballot, seat } = next;
  const at = ballot.openedAt;
  const holders = holdersOf(world.directory, next.seat.office, at).map((h) => h.person);
  const person = holders.find((p) => barredFrom(state, ballot, seat, p) === null);
  if (!person) throw new Error(`Nobody may answer for ${seat.office}`);
  return {
    type: 'reply',
    at,
    actor: actorOf(world, person, 'mail'),
    ballot: ballot.id,
    seat: seat.key,
    kind,
    inside: null,
    statement: null,
    shown: { revision: state.revision.hash, language: 'en', procedure: state.procedure.hash, standing: null },
  };
}

/** `semantics.md` section 5: replies over the rounds, as far as they are the affair of who gives them. */
import type { ProposalEvent } from '../../../domain/proposal/events';
import type { ProposalState } from '../../../domain/proposal/state';
import { asCase, DRAFTER, replyOf, stateAfter } from './fixtures';
import { manyWorld, releasedPlay, revising, who } from './many-sides';
import { given, type Play } from './spec';

const EAST = 'others.bb-east';
const COMMITTEE = 'bb-east-committee';
const DESK = `${COMMITTEE}:desk`;

const openIn = (state: ProposalState) => {
  const ballot = Object.values(asCase(state).ballots).find((b) => b.track === EAST && b.status === 'open');
  if (!ballot) throw new Error('No open ballot');
  return ballot;
};

/** The committee's answer, shown the present text and what stands. */
const answer = (kind: 'agree' | 'reserve' | 'object') => (state: ProposalState) => {
  const ballot = openIn(state);
  const { revision, procedure } = asCase(state);
  return {
    ...replyOf(state, 'bb-ministry', kind),
    actor: who(`${COMMITTEE}-person-1`),
    ballot: ballot.id,
    seat: DESK,
    shown: {
      revision: revision.hash,
      language: 'en',
      procedure: procedure.hash,
      standing: ballot.seats.find((s) => s.key === DESK)?.reply?.id ?? null,
    },
  };
};

/** The proposer changes the border section, for which the ministry alone answers. */
const revise = (play: Play, text: string) => {
  play.do(revising(play.state, { border: text }, DRAFTER));
  const number = play.case.offers.at(-1)?.revision.number ?? 0;
  return play.do({
    type: 'release',
    at: play.now,
    actor: who('aa-city-fao-person-1'),
    what: { kind: 'revision', number },
  });
};
const seatOf = (events: readonly ProposalEvent[]) => openIn(stateAfter(events)).seats.find((s) => s.key === DESK);

describe('a carried reply', () => {
  const reserved = () => {
    const play = releasedPlay();
    return play.do(answer('reserve')(play.state));
  };

  it.each([1, 2, 3])('may be changed by its author after %d new texts', (texts) => {
    const play = reserved();
    for (let n = 1; n <= texts; n += 1) revise(play, `border-${n + 1}`);
    expect(seatOf(play.events)?.reply).toMatchObject({ kind: 'reserve', carriedFrom: expect.stringContaining('.1') });
    const events = given([...play.events], manyWorld)
      .when(answer('agree'))
      .then(['ReplyGiven']);
    expect(seatOf(events)?.reply).toMatchObject({ kind: 'agree', carriedFrom: null });
  });

  it('is void with a conflict of interest that its author declares', () => {
    const play = revise(reserved(), 'border-2');
    const events = given([...play.events], manyWorld)
      .when((s) => ({
        type: 'declareConflict',
        at: play.now,
        actor: who(`${COMMITTEE}-person-1`),
        ballot: openIn(s).id,
        seat: DESK,
        reason: null,
      }))
      .then(['ConflictDeclared', 'ReplyVoided', 'Stopped']);
    expect(events.at(-1)?.data).toMatchObject({ place: DESK });
  });
});

describe('an answer to a text that has changed', () => {
  it('is refused for the text, so that the difference is shown', () => {
    const play = releasedPlay();
    const old = answer('agree')(play.state);
    revise(play, 'border-2');
    const refusal = given([...play.events], manyWorld)
      .when(old)
      .refused('StaleRevision');
    expect(refusal.facts).toMatchObject({ given: old.shown.revision });
  });

  it('is refused for the ballot where the present text was shown', () => {
    const play = releasedPlay();
    const old = answer('agree')(play.state);
    revise(play, 'border-2');
    given([...play.events], manyWorld)
      .when((s) => ({ ...old, shown: answer('agree')(s).shown }))
      .refused('BallotClosed');
  });

  it('waits for the round that the text begins: a ballot of it that is not open yet says so', () => {
    const play = revise(releasedPlay(), 'border-2');
    const { id } = openIn(play.state);
    given([...play.events], manyWorld)
      .when((s) => ({ ...answer('agree')(s), ballot: id.replace('.opinions.', '.summary.') }))
      .refused('NotOpenYet');
  });
});

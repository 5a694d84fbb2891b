/** `semantics.md` section 4: the case between people. Both sides of each boundary. */
import { holdersOf } from '../../../domain/directory/directory';
import type { World } from '../../../domain/procedure/world';
import type { ProposalEvent } from '../../../domain/proposal/events';
import { pendingMoves } from '../../../domain/proposal/moves';
import type { ProposalState } from '../../../domain/proposal/state';
import { actorOf, asCase, replyOf, world as small, stateAfter, submission, T0 } from './fixtures';
import { given, Play } from './spec';
import {
  ALTERNATE,
  AUTHOR,
  act,
  atJoint,
  by,
  CITY_FAO,
  holder,
  house,
  lastBallot,
  PRINCIPAL,
  seatIn,
  withHolders,
  withHouse,
  withMore,
  withPerson,
} from './with-people';

const EXPERT = 'aa-expert';
/** The office offers what holds, so that the ballot stays open. */
const CLERK = 'aa-clerk';
const offering = house({ offers: ['agree', 'reserve', 'object'] });
const world = withPerson(withPerson(offering, EXPERT, 'aa-province'), CLERK, 'aa-city');
const submitted = (w: World = world, changed: Parameters<typeof submission>[0] = {}) =>
  given([], w).when(submission(changed)).then(['Submitted', 'StageEntered', 'BallotOpened']);

const answering = (events: readonly ProposalEvent[], w: World, person: string, office = 'aa-city-fao') =>
  given(events, w).when((s) => replyOf(s, office, 'reserve', { actor: by(w, person) }));
const taken = (events: readonly ProposalEvent[], w: World, person: string) =>
  answering(events, w, person).then(['ReplyGiven']).at(-1)?.data;

const delegated = (w = world, from = PRINCIPAL, to = EXPERT) =>
  given(submitted(w), w)
    .when(act('delegate', w, from, { to }))
    .then(['Delegated']);
const conflicted = (events: readonly ProposalEvent[], w: World, person: string) =>
  given(events, w).when(act('declareConflict', w, person));

describe('barred from deciding', () => {
  const holding = (person: string) => withMore(world, CITY_FAO, holder(person, 'alternate'));

  it.each([
    ['who submitted it', {}, AUTHOR, 'submitted'],
    ['in whose name it was submitted', { submittedBy: CLERK, drafters: [] }, CLERK, 'submitted'],
    ['who drafted it', { drafters: [CLERK] }, CLERK, 'drafted'],
  ] as const)('is %s', (_, changed, person, reason) => {
    const w = holding(person);
    const refusal = answering(submitted(w, changed), w, person).refused('Barred');
    expect(refusal.facts).toEqual({ reason });
  });

  it('is not the head of the submitting office, who did neither', () => {
    const play = atJoint().reply('aa-city');
    expect(seatIn(play.state, 'consent:aa-city').reply).toMatchObject({ kind: 'agree', person: 'aa-city-person-1' });
  });

  it('is who declared a conflict, and nobody else of the office', () => {
    const events = conflicted(submitted(), world, PRINCIPAL).then(['ConflictDeclared']);
    expect(events.at(-1)).toMatchObject({ chain: 'AA', data: { person: PRINCIPAL } });
    expect(answering(events, world, PRINCIPAL).refused('Barred').facts).toEqual({ reason: 'conflict' });
    expect(taken(events, world, ALTERNATE)).toMatchObject({ signed: { person: ALTERNATE } });
  });

  it('may comment and ask all the same', () => {
    const events = conflicted(submitted(), world, PRINCIPAL).then(['ConflictDeclared']);
    const comment = { type: 'comment' as const, at: T0, comment: 'c', text: { hash: 'h' }, section: null };
    given(events, world)
      .when({ ...comment, actor: by(world, PRINCIPAL) })
      .then(['Commented']);
  });

  it('is who spoke for another side in the same case', () => {
    const w = withMore(small, 'bb-committee:desk', holder('aa-province-fao-person-1', 'alternate'));
    const play = new Play(w).submit().reply('aa-city-fao').reply('aa-province-fao').reply('aa-city-fao');
    const refusal = given([...play.events], w)
      .when((s) =>
        replyOf(s, 'bb-committee', 'agree', { actor: { ...actorOf('aa-province-fao-person-1'), side: 'BB' } }),
      )
      .refused('Barred');
    expect(refusal.facts).toEqual({ reason: 'twoSides' });
  });
});

describe('a delegation for one ballot', () => {
  it('lets the delegate answer, on behalf of the principal', () => {
    answering(submitted(), world, EXPERT).refused('NotYourSeat');
    const events = delegated();
    expect(events.at(-1)).toMatchObject({ chain: 'AA', data: { from: PRINCIPAL, to: EXPERT } });
    expect(taken(events, world, EXPERT)).toMatchObject({ signed: { person: EXPERT, onBehalfOf: PRINCIPAL } });
  });

  it('leaves the principal and the alternate their voice', () => {
    expect(taken(delegated(), world, PRINCIPAL)).not.toHaveProperty('signed.onBehalfOf');
    expect(taken(delegated(), world, ALTERNATE)).not.toHaveProperty('signed.onBehalfOf');
  });

  it('is given by who holds the seat, the alternate too', () => {
    expect(taken(delegated(world, ALTERNATE), world, EXPERT)).toMatchObject({ signed: { onBehalfOf: ALTERNATE } });
    given(submitted(), world)
      .when(act('delegate', world, 'aa-national-person-1', { to: EXPERT }))
      .refused('NotYourSeat');
  });

  it.each([
    ['of another side', 'bb-interior-person-1'],
    ['whom nobody knows', 'nobody'],
  ])('is never given to a person %s', (_, to) => {
    given(submitted(), world)
      .when(act('delegate', world, PRINCIPAL, { to }))
      .refused('DelegateOfAnotherSide');
  });

  it('goes one deep', () => {
    const w = withPerson(world, 'aa-other', 'aa-province');
    given(delegated(w), w)
      .when(act('delegate', w, EXPERT, { to: 'aa-other' }))
      .refused('DelegationTooDeep');
    const standing = withMore(w, CITY_FAO, holder(EXPERT, 'delegate', { by: PRINCIPAL }));
    given(submitted(standing), standing)
      .when(act('delegate', standing, EXPERT, { to: 'aa-other' }))
      .refused('DelegationTooDeep');
  });

  it('is not given to who may answer already', () => {
    for (const to of [ALTERNATE, PRINCIPAL]) {
      given(submitted(), world)
        .when(act('delegate', world, PRINCIPAL, { to }))
        .refused('MayAnswerAlready');
    }
    given(delegated(), world)
      .when(act('delegate', world, ALTERNATE, { to: EXPERT }))
      .refused('MayAnswerAlready');
  });

  it('is not given to who is barred', () => {
    given(submitted(), world)
      .when(act('delegate', world, PRINCIPAL, { to: AUTHOR }))
      .refused('DelegateBarred');
  });

  it('is not given by who is barred: an alternate named before may act', () => {
    const events = conflicted(submitted(), world, PRINCIPAL).then(['ConflictDeclared']);
    given(events, world)
      .when(act('delegate', world, PRINCIPAL, { to: EXPERT }))
      .refused('BarredCannotDelegate');
    given(events, world)
      .when(act('delegate', world, ALTERNATE, { to: EXPERT }))
      .then(['Delegated']);
    expect(taken(events, world, ALTERNATE)).toMatchObject({ kind: 'reserve' });
  });

  it('ends in effect when its giver is barred: both the acting and the original person are looked at', () => {
    const events = conflicted(delegated(), world, PRINCIPAL).then(['ConflictDeclared']);
    expect(answering(events, world, EXPERT).refused('Barred').facts).toEqual({ reason: 'conflict' });
    const other = conflicted(delegated(world, ALTERNATE), world, PRINCIPAL).then(['ConflictDeclared']);
    expect(taken(other, world, EXPERT)).toMatchObject({ signed: { onBehalfOf: ALTERNATE } });
  });

  it('bars the delegate who declares a conflict, and not the principal', () => {
    const events = conflicted(delegated(), world, EXPERT).then(['ConflictDeclared']);
    answering(events, world, EXPERT).refused('Barred');
    expect(taken(events, world, PRINCIPAL)).toMatchObject({ kind: 'reserve' });
  });

  it('is over when its giver holds the seat no more', () => {
    const w = withHolders(world, CITY_FAO, [
      holder(PRINCIPAL, 'principal', { until: '2026-06-08' }),
      holder(ALTERNATE, 'alternate'),
    ]);
    const at = (now: string) =>
      given(delegated(w), w).when((s) => replyOf(s, 'aa-city-fao', 'reserve', { actor: by(w, EXPERT), at: now }));
    at('2026-06-08T15:59:59.999Z').then(['ReplyGiven']);
    at('2026-06-08T16:00:00.000Z').refused('NotYourSeat');
  });

  it('ends by a holder’s word, and what was decided stands until the principal changes it', () => {
    const answered = answering(delegated(), world, EXPERT).then(['ReplyGiven']);
    const ended = given(answered, world)
      .when(act('endDelegation', world, PRINCIPAL, { to: EXPERT }))
      .then(['DelegationEnded']);
    expect(seatIn(stateAfter(ended), CITY_FAO)).toMatchObject({ delegates: [], reply: { person: EXPERT } });
    answering(ended, world, EXPERT).refused('NotYourSeat');
    given(ended, world)
      .when((s) => replyOf(s, 'aa-city-fao', 'object', { actor: by(world, PRINCIPAL) }))
      .then(['ReplyGiven', 'BallotClosed', 'TrackSettled', 'Concluded']);
  });

  it('is not ended by the delegate, nor where there is none', () => {
    given(delegated(), world)
      .when(act('endDelegation', world, EXPERT, { to: EXPERT }))
      .refused('DelegationTooDeep');
    given(submitted(), world)
      .when(act('endDelegation', world, PRINCIPAL, { to: EXPERT }))
      .refused('NotFound');
  });

  it('is for this ballot alone', () => {
    const w = withHouse(
      ['first', 'second'].map((key) => ({
        key,
        seats: [{ role: 'city-fao' }],
        rule: { kind: 'all' as const },
        offers: ['agree' as const, 'reserve' as const],
      })),
      world,
    );
    const events = given(delegated(w), w)
      .when((s) => replyOf(s, 'aa-city-fao', 'agree', { actor: by(w, PRINCIPAL) }))
      .then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
    answering(events, w, EXPERT).refused('NotYourSeat');
  });

  it('is refused in a ballot that is closed, unseen or of a case that has ended', () => {
    const play = new Play(world).submit();
    const command = act('delegate', world, PRINCIPAL, { to: EXPERT })(play.state);
    const foreign = act('delegate', world, 'bb-interior-person-1', { to: EXPERT });
    given([...play.events], world)
      .when(foreign)
      .refused('NotFound');
    play.reply('aa-city-fao', 'agree');
    given([...play.events], world)
      .when(command)
      .refused('BallotClosed');
    play.reply('aa-province-fao', 'object');
    given([...play.events], world)
      .when(command)
      .refused('CaseClosed');
  });
});

describe('two seats of one step', () => {
  const two = withPerson(
    withHouse(
      [
        {
          key: 'both',
          seats: [{ role: 'city-fao' }, { role: 'congress' }],
          rule: { kind: 'all' },
          offers: ['agree', 'reserve'],
        },
      ],
      small,
    ),
    EXPERT,
    'aa-province',
  );
  const CONGRESS = 'aa-city-congress:desk';
  const CONGRESSMAN = 'aa-city-congress-person-1';

  it('are not given to one delegate', () => {
    given(delegated(two), two)
      .when(act('delegate', two, CONGRESSMAN, { to: EXPERT, seat: CONGRESS }))
      .refused('HoldsAnotherSeat');
    given(submitted(two), two)
      .when(act('delegate', two, CONGRESSMAN, { to: ALTERNATE, seat: CONGRESS }))
      .refused('HoldsAnotherSeat');
  });

  it('are not answered by the person on whose behalf another has spoken', () => {
    const w = withMore(two, CONGRESS, holder(PRINCIPAL, 'alternate'));
    const events = answering(delegated(w), w, EXPERT).then(['ReplyGiven']);
    const refusal = answering(events, w, PRINCIPAL, 'aa-city-congress').refused('Barred');
    expect(refusal.facts).toEqual({ reason: 'twoSeats' });
  });
});

describe('who could answer for two seats of one step', () => {
  it('takes one, and the track stops where the other has nobody else', () => {
    const w = withHolders(
      withHouse(
        [
          {
            key: 'both',
            seats: [{ role: 'city-fao' }, { role: 'congress' }],
            rule: { kind: 'all' },
            offers: ['agree', 'reserve'],
          },
        ],
        small,
      ),
      'aa-city-congress:desk',
      [holder(PRINCIPAL, 'principal')],
    );
    given(submitted(w), w)
      .when((s) => replyOf(s, 'aa-city-fao', 'reserve', { actor: by(w, ALTERNATE) }))
      .then(['ReplyGiven']);
    const events = given(submitted(w), w)
      .when((s) => replyOf(s, 'aa-city-fao', 'reserve', { actor: by(w, PRINCIPAL) }))
      .then(['ReplyGiven', 'Stopped']);
    expect(events.at(-1)).toMatchObject({ chain: 'AA', data: { place: 'aa-city-congress:desk' } });
  });
});

describe('holders who speak for somebody else', () => {
  const people = (w: World, seat = CITY_FAO, matter?: Parameters<typeof holdersOf>[3]) =>
    holdersOf(w.directory, seat, T0, matter).map((h) => h.person);
  const own = [PRINCIPAL, ALTERNATE];
  const standing = (more: Parameters<typeof holder>[2] = {}, kind: 'delegate' | 'proxy' = 'delegate') =>
    withMore(world, CITY_FAO, holder(EXPERT, kind, { by: PRINCIPAL, ...more }));
  const SISTER = { instrument: 'sister-city-agreement', areas: ['trade'] };

  it('count beside a present holder of the same seat, and after all who hold it themselves', () => {
    expect(people(standing())).toEqual([...own, EXPERT]);
    expect(people(standing({ by: ALTERNATE }))).toEqual([...own, EXPERT]);
  });

  it.each([
    ['for nobody', { by: null }],
    ['for somebody of another office', { by: 'aa-province-fao-person-1' }],
    ['for themself', { by: EXPERT }],
    ['before the first day', { from: '2026-06-09' }],
    ['after the last day', { until: '2026-06-07' }],
  ])('do not count %s', (_, more) => {
    expect(people(standing(more))).toEqual(own);
  });

  it('go one deep: a delegate of a delegate does not count', () => {
    const w = withMore(
      withPerson(standing(), 'aa-other', 'aa-province'),
      CITY_FAO,
      holder('aa-other', 'delegate', { by: EXPERT }),
    );
    expect(people(w)).toEqual([...own, EXPERT]);
  });

  it('are of the same side', () => {
    const w = withMore(world, CITY_FAO, holder('bb-interior-person-1', 'delegate', { by: PRINCIPAL }));
    expect(people(w)).toEqual(own);
  });

  it.each([
    ['without limits', {}, true],
    ['of this instrument', { instruments: ['minutes', 'sister-city-agreement'] }, true],
    ['of another instrument', { instruments: ['minutes'] }, false],
    ['of this area', { areas: ['trade', 'culture'] }, true],
    ['of another area', { areas: ['culture'] }, false],
    ['of both', { instruments: ['sister-city-agreement'], areas: ['trade'] }, true],
    ['of this instrument and another area', { instruments: ['sister-city-agreement'], areas: ['culture'] }, false],
  ])('count for a matter within their limits: %s', (_, limits, counts) => {
    expect(people(standing({ limits }), CITY_FAO, SISTER).includes(EXPERT)).toBe(counts);
    // Without a matter nobody decides: they hold the seat for some case.
    expect(people(standing({ limits }))).toContain(EXPERT);
  });

  it.each([
    ['one of two areas', ['trade', 'culture'], false],
    ['no area at all', [], false],
    ['exactly theirs', ['trade'], true],
  ])('do not count for a case of %s beyond their area: %p', (_, areas, counts) => {
    const matter = { ...SISTER, areas };
    expect(people(standing({ limits: { areas: ['trade'] } }), CITY_FAO, matter).includes(EXPERT)).toBe(counts);
  });

  it('answer within their limits alone, on behalf of their principal', () => {
    const inside = standing({ limits: { instruments: ['sister-city-agreement'] } });
    expect(taken(submitted(inside), inside, EXPERT)).toMatchObject({ signed: { onBehalfOf: PRINCIPAL } });
    const outside = standing({ limits: { instruments: ['minutes'] } });
    answering(submitted(outside), outside, EXPERT).refused('NotYourSeat');
  });

  it('are barred with their principal', () => {
    const w = standing();
    const events = conflicted(submitted(w), w, PRINCIPAL).then(['ConflictDeclared']);
    answering(events, w, EXPERT).refused('Barred');
  });

  it('have at most one proxy among them', () => {
    expect(people(standing({}, 'proxy'))).toEqual([...own, EXPERT]);
    const two = withMore(
      withPerson(standing({}, 'proxy'), 'aa-other', 'aa-province'),
      CITY_FAO,
      holder('aa-other', 'proxy', { by: ALTERNATE }),
    );
    expect(people(two)).toEqual(own);
  });

  it('are proxy of at most one seat', () => {
    const fao = 'aa-province-fao:desk';
    const proxyThere = holder(EXPERT, 'proxy', { by: 'aa-province-fao-person-1' });
    const two = withMore(standing({}, 'proxy'), fao, proxyThere);
    expect([people(two), people(two, fao)]).toEqual([own, ['aa-province-fao-person-1']]);
    const later = withMore(standing({}, 'proxy'), fao, { ...proxyThere, from: '2026-06-09' });
    expect(people(later)).toEqual([...own, EXPERT]);
  });

  it('are never proxy across sides', () => {
    const w = withMore(world, CITY_FAO, holder('bb-interior-person-1', 'proxy', { by: PRINCIPAL }));
    expect(people(w)).toEqual(own);
  });
});

describe('a conflict of interest', () => {
  const answered = (person: string) => answering(submitted(), world, person).then(['ReplyGiven']);

  it('declared after a reply voids that reply while the ballot is open', () => {
    const events = conflicted(answered(PRINCIPAL), world, PRINCIPAL).then(['ConflictDeclared', 'ReplyVoided']);
    expect(events.slice(-2).map((e) => e.chain)).toEqual(['AA', 'AA']);
    expect(seatIn(stateAfter(events), CITY_FAO).reply).toBeNull();
    expect(taken(events, world, ALTERNATE)).toMatchObject({ n: 2 });
  });

  it('leaves the reply of somebody else', () => {
    const events = conflicted(answered(ALTERNATE), world, PRINCIPAL).then(['ConflictDeclared']);
    expect(seatIn(stateAfter(events), CITY_FAO).reply).toMatchObject({ person: ALTERNATE });
  });

  it('voids what was answered on behalf of who declares it', () => {
    const events = answering(delegated(), world, EXPERT).then(['ReplyGiven']);
    conflicted(events, world, PRINCIPAL).then(['ConflictDeclared', 'ReplyVoided']);
  });

  it('is not declared once the ballot is closed: the reply has counted', () => {
    const play = new Play(world).submit();
    const command = act('declareConflict', world, PRINCIPAL)(play.state);
    play.reply('aa-city-fao', 'agree', { actor: by(world, PRINCIPAL) });
    given([...play.events], world)
      .when(command)
      .refused('BallotClosed');
    play.reply('aa-province-fao', 'object');
    given([...play.events], world)
      .when(command)
      .refused('CaseClosed');
  });

  it('is declared once, and by nobody who could not answer', () => {
    const events = conflicted(submitted(), world, PRINCIPAL).then(['ConflictDeclared']);
    conflicted(events, world, PRINCIPAL).refused('ConflictDeclaredAlready');
    conflicted(events, world, 'aa-national-person-1').refused('NotYourSeat');
  });

  it('stops the track where nobody eligible is left: nothing passes', () => {
    const first = conflicted(answered(PRINCIPAL), world, PRINCIPAL).then(['ConflictDeclared', 'ReplyVoided']);
    const events = conflicted(first, world, ALTERNATE).then(['ConflictDeclared', 'Stopped']);
    expect(events.at(-1)).toMatchObject({
      chain: 'AA',
      data: { track: 'home.AA', step: 'city-fao', reason: 'nobodyEligible', place: CITY_FAO },
    });
    answering(events, world, ALTERNATE).refused('Barred');
    const stopped = asCase(stateAfter(events));
    expect(pendingMoves(stopped, world.procedure)).toEqual([]);
  });

  it('does not stop what somebody else has answered', () => {
    const w = withHolders(world, CITY_FAO, [
      holder(PRINCIPAL, 'principal'),
      holder(EXPERT, 'alternate', { until: '2026-06-08' }),
    ]);
    const object = withHouse(
      [
        {
          key: 'both',
          seats: [{ role: 'city-fao' }, { role: 'congress' }],
          rule: { kind: 'all' },
          offers: ['agree', 'object'],
        },
      ],
      w,
    );
    const events = given(submitted(object), object)
      .when((s) => replyOf(s, 'aa-city-fao', 'agree', { actor: by(object, EXPERT) }))
      .then(['ReplyGiven']);
    // On Tuesday the alternate is gone, the principal declares a conflict, and the answer given stands.
    given(events, object)
      .when(act('declareConflict', object, PRINCIPAL, { at: '2026-06-09T03:00:00.000Z' }))
      .then(['ConflictDeclared']);
  });

  it('in a joint step stops it for the side alone, while the others go on answering', () => {
    const play = atJoint();
    const events = given(play.events)
      .when({
        type: 'declareConflict',
        at: T0,
        actor: actorOf('bb-province-person-1'),
        ballot: lastBallot(play.state).id,
        seat: 'consent:bb-province',
        reason: null,
      })
      .then(['ConflictDeclared', 'Stopped']);
    expect(events.slice(-2).map((e) => e.chain)).toEqual(['BB', 'BB']);
    given(events)
      .when((s) => replyOf(s, 'bb-interior', 'agree'))
      .refused('CaseStopped');
    const offices = ['aa-city', 'aa-national'];
    const answered = offices.reduce<readonly ProposalEvent[]>(
      (so, office) =>
        given(so)
          .when((s) => replyOf(s, office, 'object'))
          .then(['ReplyGiven', 'ReplySigned']),
      events,
    );
    expect(lastBallot(stateAfter(answered)).status).toBe('open');
  });
});

describe('referred up', () => {
  const higher = withHouse(
    [
      {
        key: 'offices',
        seats: [{ role: 'city-fao' }, { role: 'congress' }],
        rule: { kind: 'all' },
        offers: ['agree', 'object', 'reserve'],
        deadline: { workingDays: 7 },
        early: false,
        atDeadline: { referUp: { role: 'province-fao' } },
      },
    ],
    small,
  );
  const AFTER = '2026-06-17T09:00:10.000Z';
  const referred = () => {
    const play = new Play(higher).submit().reply('aa-city-congress', 'reserve');
    play.drive(AFTER);
    expect(play.events.at(-1)?.type).toBe('ReferredUp');
    return play;
  };
  const answer = (state: ProposalState, kind: 'agree' | 'object' | 'reserve' = 'reserve') =>
    replyOf(state, 'aa-city-fao', kind, { at: AFTER });

  it('the first office may still answer until the higher one has', () => {
    given(referred().events, higher)
      .when((s) => answer(s))
      .then(['ReplyGiven']);
  });

  it('and not after it: the higher answer prevails, both are recorded', () => {
    const both = referred().reply('aa-city-fao', 'object').reply('aa-province-fao', 'reserve');
    const seats = Object.values(both.case.ballots)[0]?.seats ?? [];
    expect(seats.map((s) => [s.organization, s.reply?.kind])).toEqual([
      ['aa-city-fao', 'object'],
      ['aa-city-congress', 'reserve'],
      ['aa-province-fao', 'reserve'],
    ]);
    given([...both.events], higher)
      .when((s) => answer(s))
      .refused('HigherOfficeAnswered');
  });
});

describe('a change of office-holder', () => {
  const SUCCESSOR = 'aa-successor';
  const reseat = (office = CITY_FAO, side = 'AA') => ({
    type: 'reseat' as const,
    at: '2026-06-10T03:00:00.000Z',
    actor: { ...actorOf('aa-unit-person-1', 'api'), side },
    office,
  });
  const known = withPerson(world, SUCCESSOR, 'aa-city-fao');
  const succeeded = withHolders(known, CITY_FAO, [
    holder(PRINCIPAL, 'principal', { until: '2026-06-09' }),
    holder(SUCCESSOR, 'principal', { from: '2026-06-10' }),
  ]);
  const later = (person: string) => (s: ProposalState) =>
    replyOf(s, 'aa-city-fao', 'reserve', { actor: by(succeeded, person), at: reseat().at });

  it('asks the new one; the seat stays, and so does what was answered', () => {
    const before = answering(submitted(), world, PRINCIPAL).then(['ReplyGiven']);
    const events = given(before, succeeded).when(reseat()).then(['HoldersChanged']);
    expect(events.at(-1)).toMatchObject({
      chain: 'AA',
      data: { office: CITY_FAO, ballots: [{ ballot: lastBallot(stateAfter(before)).id, seat: CITY_FAO }] },
    });
    expect(seatIn(stateAfter(events), CITY_FAO).reply).toMatchObject({ person: PRINCIPAL });
    given(events, succeeded).when(later(PRINCIPAL)).refused('NotYourSeat');
    given(events, succeeded).when(later(SUCCESSOR)).then(['ReplyGiven']);
  });

  it('stops the track where nobody is left, and lets it go on when somebody is', () => {
    const empty = withHolders(known, CITY_FAO, []);
    const stopped = given(submitted(), empty).when(reseat()).then(['HoldersChanged', 'Stopped']);
    given(stopped, empty).when(reseat()).then(['HoldersChanged']);
    const lifted = given(stopped, succeeded).when(reseat()).then(['HoldersChanged', 'StopLifted']);
    expect(asCase(stateAfter(lifted)).stops).toEqual([]);
    given(lifted, succeeded).when(later(SUCCESSOR)).then(['ReplyGiven']);
  });

  it('does not let it go on for somebody who is barred', () => {
    const empty = withHolders(known, CITY_FAO, []);
    const stopped = given(submitted(), empty).when(reseat()).then(['HoldersChanged', 'Stopped']);
    const author = withHolders(known, CITY_FAO, [holder(AUTHOR, 'principal')]);
    given(stopped, author).when(reseat()).then(['HoldersChanged']);
  });

  it('does not stop what has been answered', () => {
    const answered = new Play(world).submit().reply('aa-city-fao', 'agree');
    const open = given([...answered.events], withHolders(known, CITY_FAO, []));
    open.when(reseat()).refused('OfficeNotAsked');
  });

  it('opens a step that had found nobody', () => {
    const fao = 'aa-province-fao:desk';
    const empty = withHolders(world, fao, []);
    const play = new Play(world).submit();
    const poorer = new Play(empty);
    poorer.state = play.state;
    poorer.events.push(...play.events);
    poorer.reply('aa-city-fao', 'agree');
    expect(poorer.case.stops).toMatchObject([{ step: 'province-fao', place: fao }]);
    given([...poorer.events], world)
      .when(reseat(fao))
      .then(['StopLifted', 'BallotOpened']);
    given([...poorer.events], empty)
      .when(reseat(fao))
      .refused('OfficeNotAsked');
  });

  it('lets a case go on whose higher office had nobody', () => {
    const referring = withHouse(
      [
        {
          key: 'city-fao',
          seats: [{ role: 'city-fao' }],
          rule: { kind: 'all' },
          deadline: { workingDays: 7 },
          atDeadline: { referUp: { role: 'province-fao' } },
        },
      ],
      small,
    );
    const fao = 'aa-province-fao:desk';
    const play = new Play(withHolders(referring, fao, [])).submit().drive('2026-06-17T09:00:10.000Z');
    expect(play.case.stops).toMatchObject([{ reason: 'nobodyEligible', place: 'province-fao' }]);
    const at = '2026-06-18T03:00:00.000Z';
    const lifted = given([...play.events], referring)
      .when({ ...reseat(fao), at })
      .then(['StopLifted']);
    expect(asCase(stateAfter(lifted)).stops).toEqual([]);
    const again = withHolders(referring, fao, [holder(AUTHOR, 'principal')]);
    given([...play.events], again)
      .when({ ...reseat(fao), at })
      .refused('OfficeNotAsked');
  });

  it('is no matter of another side, of an office that is not asked, or of a case that has ended', () => {
    given(submitted(), succeeded).when(reseat(CITY_FAO, 'BB')).refused('OfficeNotAsked');
    given(submitted(), succeeded).when(reseat('aa-national:desk')).refused('OfficeNotAsked');
    const ended = new Play(world).submit().reply('aa-city-fao', 'object');
    given([...ended.events], succeeded)
      .when(reseat())
      .refused('CaseClosed');
  });
});

/** `semantics.md` section 3: answers on paper. Both sides of each boundary. */
import type { Step } from '../../../domain/procedure/schema';
import type { World } from '../../../domain/procedure/world';
import type { ConfirmPaper } from '../../../domain/proposal/commands';
import type { ProposalState } from '../../../domain/proposal/state';
import { asCase, replyOf, stateAfter } from './fixtures';
import { manyWorld, TEXT } from './many-sides';
import { given, Play } from './spec';
import {
  AUTHOR,
  atJoint,
  by,
  CITY_FAO,
  holder,
  house,
  joint,
  lastBallot,
  PAPER,
  PRINCIPAL,
  paperOf,
  seatIn,
  withHolders,
  withHouse,
  withMore,
  withRegistrars,
} from './with-people';

/** Opened on Monday 8 June 2026; seven working days later is Wednesday 17 June, 17:00 in Shanghai. */
const DUE = '2026-06-17T09:00:00.000Z';
const BEFORE = '2026-06-17T08:59:59.999Z';
const NOON = '2026-06-11T04:00:00.000Z';
const WAITING: Partial<Step> = { deadline: { workingDays: 7 }, atDeadline: { remindEvery: { workingDays: 5 } } };
const waiting = withRegistrars(house(WAITING));

const submitted = (world: World = waiting) => new Play(world).submit().events;
const entering = (at: string, changed: Parameters<typeof paperOf>[4] = {}, world = waiting) =>
  given(submitted(world), world).when((s) => paperOf(s, world, 'aa-city-fao', at, changed));

const confirming =
  (world: World, at: string, changed: Partial<ConfirmPaper> = {}) =>
  (state: ProposalState): ConfirmPaper => ({
    type: 'confirmPaper',
    at,
    actor: by(world, 'aa-second-registrar', 'desk'),
    ballot: Object.values(asCase(state).ballots).find((b) => b.papers.length > 0)?.id ?? '',
    entry: 'entry-1',
    confirmed: true,
    ...changed,
  });

describe('who enters paper', () => {
  it('is a registrar of the seat’s own side, at the desk or by key', () => {
    for (const channel of ['desk', 'api'] as const) {
      const events = entering(NOON, { actor: by(waiting, 'aa-registrar', channel) }).then([
        'ReplyGiven',
        'BallotClosed',
        'BallotOpened',
      ]);
      expect(events.find((e) => e.type === 'ReplyGiven')?.data).toMatchObject({
        kind: 'agree',
        signed: { person: null, afterDate: false, paper: { ...PAPER, enteredBy: 'aa-registrar', confirmedBy: null } },
      });
    }
  });

  it('does not do so by a link in a mail', () => {
    entering(NOON, { actor: by(waiting, 'aa-registrar', 'mail') }).refused('NotYourChannel');
  });

  it('is nobody of the office itself', () => {
    entering(NOON, { actor: by(waiting, PRINCIPAL, 'desk') }).refused('NotARegistrar');
  });

  it.each([
    ['2026-06-11', true],
    ['2026-06-10', false],
  ])('is a registrar until %s by their own date: %s', (until, holds) => {
    const people = [holder('aa-registrar', 'principal', { until })];
    const world = withHolders(waiting, 'aa-unit:registrar', people);
    const entered = entering(NOON, {}, world);
    if (holds) entered.then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
    else entered.refused('NotARegistrar');
  });

  it('is no registrar of another side, who sees nothing of a house', () => {
    entering(NOON, { actor: by(waiting, 'bb-registrar', 'desk') }).refused('NotFound');
  });

  it('is no registrar of another side in a joint step', () => {
    const world = withRegistrars(joint(WAITING));
    const play = atJoint(world);
    given(play.events, world)
      .when((s) => paperOf(s, world, 'aa-city', NOON, { actor: by(world, 'bb-registrar', 'desk') }))
      .refused('RegistrarOfAnotherSide');
    given(play.events, world)
      .when((s) => paperOf(s, world, 'bb-province', NOON))
      .then(['ReplyGiven', 'ReplySigned']);
  });

  it('is no stranger who holds a registrar’s seat of another side’s unit', () => {
    const world = withMore(waiting, 'bb-unit:registrar', holder(PRINCIPAL, 'alternate'));
    entering(NOON, { actor: by(world, PRINCIPAL, 'desk') }, world).refused('RegistrarOfAnotherSide');
  });

  it('is nobody who wrote the text', () => {
    const world = withMore(waiting, 'aa-unit:registrar', holder(AUTHOR, 'alternate'));
    entering(NOON, { actor: by(world, AUTHOR, 'desk') }, world).refused('Barred');
  });

  it('may do so for a seat whatever its channels', () => {
    const seat = waiting.directory.seats[CITY_FAO];
    if (!seat) throw new Error('No seat');
    const seats = { ...waiting.directory.seats, [CITY_FAO]: { ...seat, channels: [] } };
    const world = { ...waiting, directory: { ...waiting.directory, seats } };
    entering(NOON, {}, world).then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
    given(submitted(world), world)
      .when((s) => replyOf(s, 'aa-city-fao', 'agree'))
      .refused('NotYourChannel');
  });

  it('keeps the person and the paper of a joint answer on the chain of its side', () => {
    const world = withRegistrars(joint(WAITING));
    const play = atJoint(world);
    const [outer, inner] = given(play.events, world)
      .when((s) => paperOf(s, world, 'bb-province', NOON))
      .then(['ReplyGiven', 'ReplySigned'])
      .slice(-2);
    expect([outer?.chain, inner?.chain]).toEqual(['case', 'BB']);
    expect(JSON.stringify(outer)).not.toMatch(/registrar|118/);
    expect(inner?.data).toMatchObject({ signed: { paper: { number: PAPER.number, enteredBy: 'bb-registrar' } } });
  });
});

describe('number and dates', () => {
  const entry = (paper: Partial<typeof PAPER>, at = NOON) => entering(at, { paper: { ...PAPER, ...paper } });
  const TAKEN = ['ReplyGiven', 'BallotClosed', 'BallotOpened'] as const;

  it.each(['', '   '])('refuse an answer without a number (%p)', (number) => {
    expect(entry({ number }).refused('PaperNumberMissing').pointer).toBe('/paper/number');
  });

  it.each([
    // It is Thursday 11 June, noon in Shanghai.
    ['dated and received today', '2026-06-11', '2026-06-11', null],
    ['dated tomorrow', '2026-06-12', '2026-06-12', 'PaperDateInFuture'],
    ['received tomorrow', '2026-06-11', '2026-06-12', 'PaperDateInFuture'],
    ['received a day before it is dated', '2026-06-11', '2026-06-10', 'PaperDatesOutOfOrder'],
    ['received on the day of the opening', '2026-06-08', '2026-06-08', null],
    ['dated before the opening and received on its day', '2026-06-01', '2026-06-08', null],
    ['received a day before the opening', '2026-06-07', '2026-06-07', 'PaperBeforeOpening'],
  ] as const)('%s', (_, dated, received, code) => {
    const entered = entry({ dated, received });
    if (code) entered.refused(code);
    else entered.then(TAKEN);
  });

  it('go by the day of the side', () => {
    const paper = { dated: '2026-06-11', received: '2026-06-11' };
    entry(paper, '2026-06-10T15:59:59.999Z').refused('PaperDateInFuture');
    entry(paper, '2026-06-10T16:00:00.000Z').then(TAKEN);
  });
});

describe('what is asked of every answer', () => {
  it('is asked of one on paper too', () => {
    const offering = withRegistrars(house({ ...WAITING, offers: ['agree', 'requestExtension'] }));
    entering(NOON, { kind: 'object' }, offering).refused('KindNotOffered');
    entering(NOON, { kind: 'requestExtension' }, offering).refused('KindNotOffered');
    const shown = (s: ProposalState) => replyOf(s, 'aa-city-fao', 'agree').shown;
    for (const [field, code] of [
      ['revision', 'StaleRevision'],
      ['procedure', 'StaleProcedure'],
      ['standing', 'SeatAnsweredMeanwhile'],
    ] as const) {
      given(submitted(), waiting)
        .when((s) => paperOf(s, waiting, 'aa-city-fao', NOON, { shown: { ...shown(s), [field]: 'zz' } }))
        .refused(code);
    }
  });

  it('is the note, which stays with the answer', () => {
    const noted = withRegistrars(house({ ...WAITING, note: 'received' }));
    const note = { number: '7', dated: '2026-06-09' };
    entering(NOON, {}, noted).refused('NoteMissing');
    const events = entering(NOON, { note }, noted).then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
    expect(events.find((e) => e.type === 'ReplyGiven')?.data).toMatchObject({ signed: { note } });
  });

  it('is the time for a confirmation, counted from the day of receipt', () => {
    const world = withRegistrars(
      house({ ...WAITING, offers: ['agreeAdReferendum'], adReferendum: { workingDays: 3 } }),
    );
    const events = entering(NOON, { kind: 'agreeAdReferendum' }, world).then(['ReplyGiven']);
    // Received on Wednesday 10 June, whatever the hour: Monday 15 June, 17:00 in Shanghai.
    expect(events.at(-1)?.data).toMatchObject({ confirmBy: '2026-06-15T09:00:00.000Z' });
  });
});

describe('entered when the seat is due', () => {
  const onLastDay = { ...PAPER, received: '2026-06-17' };

  it('counts at once a millisecond before', () => {
    entering(BEFORE, { paper: onLastDay }).then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
  });

  it('waits for a second registrar from that instant on, inside its house', () => {
    const events = entering(DUE, { paper: onLastDay }).then(['PaperEntered']);
    expect(events.at(-1)).toMatchObject({ chain: 'AA', data: { entry: 'entry-1', paper: { confirmedBy: null } } });
    expect(seatIn(stateAfter(events), CITY_FAO).reply).toBeNull();
  });

  it('is confirmed by another registrar and then counts', () => {
    const events = entering(DUE, { paper: onLastDay }).then(['PaperEntered']);
    given(events, waiting)
      .when(confirming(waiting, DUE, { actor: by(waiting, 'aa-registrar', 'desk') }))
      .refused('SameRegistrar');
    const counted = given(events, waiting)
      .when(confirming(waiting, DUE))
      .then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
    expect(counted.find((e) => e.type === 'ReplyGiven')?.data).toMatchObject({
      signed: { person: null, paper: { enteredBy: 'aa-registrar', confirmedBy: 'aa-second-registrar' } },
    });
    const [ballot] = Object.values(asCase(stateAfter(counted)).ballots);
    expect(ballot).toMatchObject({ papers: [], seats: [{ reply: { onPaper: true, person: null }, people: [] }] });
  });

  it.each([
    ['2026-06-17', false],
    ['2026-06-18', true],
  ])('is in time by the date of its receipt: received on %s it is after the date: %s', (received, afterDate) => {
    const at = '2026-06-19T04:00:00.000Z';
    const entered = entering(at, { paper: { ...PAPER, received } }).then(['PaperEntered']);
    const counted = given(entered, waiting)
      .when(confirming(waiting, at))
      .then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
    expect(counted.find((e) => e.type === 'ReplyGiven')?.data).toMatchObject({ signed: { afterDate } });
  });

  it.each([
    ['2026-06-17', false],
    ['2026-06-18', true],
  ])('ends at 24:00 with the day before: received on %s it is after the date: %s', (received, afterDate) => {
    const world = withRegistrars(house({ ...WAITING, deadline: { workingDays: 7, endOfDay: '24:00' } }));
    const at = '2026-06-19T04:00:00.000Z';
    const entered = entering(at, { paper: { ...PAPER, received } }, world).then(['PaperEntered']);
    const counted = given(entered, world)
      .when(confirming(world, at))
      .then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
    expect(counted.find((e) => e.type === 'ReplyGiven')?.data).toMatchObject({ signed: { afterDate } });
  });

  it('never waits where the seat has no deadline', () => {
    const world = withRegistrars(house());
    entering('2027-01-04T04:00:00.000Z', {}, world).then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
  });

  it('is entered once, until it is confirmed or refused', () => {
    const events = entering(DUE).then(['PaperEntered']);
    given(events, waiting)
      .when((s) => paperOf(s, waiting, 'aa-city-fao', DUE, { entry: 'entry-2' }))
      .refused('PaperWaits');
    const refused = given(events, waiting)
      .when(confirming(waiting, DUE, { confirmed: false }))
      .then(['PaperRefused']);
    expect(refused.at(-1)).toMatchObject({ chain: 'AA', data: { person: 'aa-second-registrar', seat: CITY_FAO } });
    given(refused, waiting)
      .when((s) => paperOf(s, waiting, 'aa-city-fao', DUE, { entry: 'entry-2' }))
      .then(['PaperEntered']);
  });

  it('cannot be confirmed twice, nor under another name, nor from another side', () => {
    const events = entering(DUE).then(['PaperEntered']);
    given(events, waiting)
      .when(confirming(waiting, DUE, { entry: 'other' }))
      .refused('NotFound');
    given(events, waiting)
      .when(confirming(waiting, DUE, { actor: by(waiting, 'bb-registrar', 'desk') }))
      .refused('NotFound');
    given(events, waiting)
      .when(confirming(waiting, DUE, { actor: by(waiting, PRINCIPAL, 'desk') }))
      .refused('NotARegistrar');
    const counted = given(events, waiting)
      .when(confirming(waiting, DUE))
      .then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
    const ballot = lastBallot(stateAfter(events)).id;
    given(counted, waiting)
      .when(confirming(waiting, DUE, { ballot }))
      .refused('NotFound');
  });

  it('is refused at its confirmation where the office has answered meanwhile', () => {
    const events = entering(DUE).then(['PaperEntered']);
    const answered = given(events, waiting)
      .when((s) => replyOf(s, 'aa-city-fao', 'reserve', { at: DUE }))
      .refused('KindNotOffered');
    expect(answered.pointer).toBe('/kind');
    const reserving = withRegistrars(house({ ...WAITING, offers: ['agree', 'reserve'] }));
    const entered = entering(DUE, {}, reserving).then(['PaperEntered']);
    const both = given(entered, reserving)
      .when((s) => replyOf(s, 'aa-city-fao', 'reserve', { at: DUE }))
      .then(['ReplyGiven']);
    given(both, reserving).when(confirming(reserving, DUE)).refused('SeatAnsweredMeanwhile');
  });

  it('is refused at its confirmation once the case has ended', () => {
    const events = entering(DUE).then(['PaperEntered']);
    const withdrawn = given(events, waiting)
      .when({ type: 'withdraw', at: DUE, actor: by(waiting, AUTHOR, 'api'), reason: null })
      .then(['Withdrawn', 'Concluded']);
    given(withdrawn, waiting).when(confirming(waiting, DUE)).refused('CaseClosed');
    given(withdrawn, waiting)
      .when(confirming(waiting, DUE, { confirmed: false }))
      .refused('CaseClosed');
  });
});

describe('entered after the deadline’s effect', () => {
  const OFFICE = 'bb-east-committee';
  /** Opened on Monday 8 June; due on Wednesday 17 June, 17:00 in Bangkok. */
  const LATER = '2026-06-18T04:00:00.000Z';
  const steps = (atDeadline: NonNullable<Step['atDeadline']>, more: Partial<Step> = {}): World =>
    withRegistrars(
      withHouse(
        [
          {
            key: 'opinions',
            seats: [{ role: 'committee' }, { role: 'ministry' }],
            rule: { kind: 'all' },
            deadline: { workingDays: 7 },
            atDeadline,
            ...more,
          },
          { key: 'summary', seats: [{ role: 'committee' }], rule: { kind: 'all' } },
        ],
        manyWorld,
        'BB',
      ),
    );
  const lapsing = steps({ lapseAfter: { workingDays: 0 } });

  /** Two houses of one side, and in each of them the offices that have answered in time. */
  const asked = (world: World, answered: Readonly<Record<string, readonly string[]>>) => {
    const play = new Play(world)
      .submit({ participants: ['aa-city', 'bb-east', 'bb-west'], revision: TEXT })
      .reply('aa-city-fao')
      .reply('aa-province-fao')
      .reply('aa-city-fao');
    for (const [track, offices] of Object.entries(answered)) {
      for (const office of offices) {
        const ballot = Object.values(play.case.ballots).find((b) => b.track === track && b.step === 'opinions');
        const actor = by(world, `${office}-person-1`);
        play.reply(office, 'agree', { ballot: ballot?.id ?? '', actor });
      }
    }
    const id = Object.values(play.case.ballots).find((b) => b.track === EAST)?.id ?? '';
    return { play, id };
  };
  const EAST = 'others.bb-east';
  const WEST_GOES_ON = { 'others.bb-west': ['bb-west-committee', 'bb-ministry'] };
  const MINISTRY = { [EAST]: ['bb-ministry'] };

  const entry = (world: World, id: string, at: string, received: string) => (state: ProposalState) => {
    const ballot = asCase(state).ballots[id];
    const { revision, procedure } = asCase(state);
    return {
      type: 'reply' as const,
      at,
      actor: by(world, 'bb-registrar', 'desk'),
      ballot: id,
      seat: ballot?.seats.find((s) => s.organization === OFFICE)?.key ?? '',
      kind: 'agree' as const,
      inside: null,
      statement: null,
      entry: 'entry-1',
      paper: { ...PAPER, received },
      shown: { revision: revision.hash, language: 'en', procedure: procedure.hash, standing: null },
    };
  };
  const second = (world: World, id: string, at: string): ConfirmPaper => ({
    type: 'confirmPaper',
    at,
    actor: by(world, 'bb-second-registrar', 'desk'),
    ballot: id,
    entry: 'entry-1',
    confirmed: true,
  });

  it('is confirmed, opens the step again and counts', () => {
    const { play, id } = asked(lapsing, { ...WEST_GOES_ON, ...MINISTRY });
    play.drive('2026-06-17T10:00:09.999Z');
    expect(play.case.ballots[id]?.status).toBe('open');
    play.drive('2026-06-17T10:00:10.000Z');
    expect(play.case.ballots[id]).toMatchObject({ status: 'closed', result: 'lapsed' });
    const entered = given(play.events, lapsing)
      .when(entry(lapsing, id, LATER, '2026-06-17'))
      .then(['PaperEntered']);
    const confirmed = given(entered, lapsing)
      .when(second(lapsing, id, LATER))
      .then(['BallotReopened', 'ReplyGiven', 'BallotClosed', 'BallotOpened']);
    expect(confirmed.at(-4)).toMatchObject({ chain: 'BB', data: { ballot: id } });
    expect(confirmed.at(-3)?.data).toMatchObject({ signed: { afterDate: false } });
    const state = asCase(stateAfter(confirmed));
    expect(state.ballots[id]).toMatchObject({ status: 'closed', result: 'positive' });
    expect(state.tracks[EAST]).toMatchObject({ result: null, at: 1 });
  });

  it('is too late received a day after it', () => {
    const { play, id } = asked(lapsing, { ...WEST_GOES_ON, ...MINISTRY });
    play.drive('2026-06-17T10:00:10.000Z');
    given(play.events, lapsing)
      .when(entry(lapsing, id, LATER, '2026-06-18'))
      .refused('BallotClosed');
  });

  it('leaves the others what the deadline brings, never earlier than told', () => {
    const world = steps({ lapseAfter: { workingDays: 2 } });
    const { play, id } = asked(world, WEST_GOES_ON);
    const before = play.case.ballots[id];
    // Friday 19 June, 17:00 in Bangkok, and ten seconds.
    expect(before?.lapseAt).toBe('2026-06-19T10:00:10.000Z');
    play.drive('2026-06-19T10:00:10.000Z');
    const at = '2026-06-22T04:00:00.000Z';
    const entered = given(play.events, world)
      .when(entry(world, id, at, '2026-06-17'))
      .then(['PaperEntered']);
    const confirmed = given(entered, world)
      .when(second(world, id, at))
      .then(['BallotReopened', 'ReplyGiven']);
    // Confirmed on Monday 22 June: two full working days more.
    expect(confirmed.at(-2)?.data).toMatchObject({ due: before?.due, lapseAt: '2026-06-24T10:00:10.000Z' });
    const open = asCase(stateAfter(confirmed));
    expect(open.ballots[id]).toMatchObject({ status: 'open', result: null, closedAt: null });
    expect(open).toMatchObject({ stageSettled: false, tracks: { [EAST]: { result: null, at: 0 } } });
  });

  it('opens with it what had ended in the same step because of it', () => {
    const opinions = { rule: { kind: 'all' as const }, deadline: { workingDays: 7 } };
    const both = withHouse(
      [
        {
          parallel: [
            {
              key: 'opinions',
              seats: [{ role: 'committee' }],
              atDeadline: { lapseAfter: { workingDays: 0 } },
              ...opinions,
            },
            { key: 'ministry', seats: [{ role: 'ministry' }], ...opinions },
          ],
        },
        { key: 'summary', seats: [{ role: 'committee' }], rule: { kind: 'all' } },
      ],
      lapsing,
      'BB',
    );
    const { play } = asked(both, { 'others.bb-west': ['bb-west-committee'] });
    const ofEast = (step: string) =>
      Object.values(play.case.ballots).find((b) => b.track === EAST && b.step === step)?.id ?? '';
    play.drive('2026-06-17T10:00:10.000Z');
    expect(play.case.ballots[ofEast('ministry')]?.result).toBe('overtaken');
    const entered = given(play.events, both)
      .when(entry(both, ofEast('opinions'), LATER, '2026-06-17'))
      .then(['PaperEntered']);
    const confirmed = given(entered, both)
      .when(second(both, ofEast('opinions'), LATER))
      .then(['BallotReopened', 'BallotReopened', 'ReplyGiven', 'BallotClosed']);
    const { ballots, tracks } = asCase(stateAfter(confirmed));
    expect(ballots[ofEast('ministry')]).toMatchObject({ status: 'open', result: null });
    expect(tracks[EAST]).toMatchObject({ result: null, at: 0 });
  });

  it('comes too late where a later step has been opened since', () => {
    const closing = steps({ close: true }, { rule: { kind: 'any' }, early: false });
    const { play, id } = asked(closing, MINISTRY);
    play.drive('2026-06-17T10:00:10.000Z');
    expect(play.case.ballots[id]).toMatchObject({ status: 'closed', result: 'positive' });
    given(play.events, closing)
      .when(entry(closing, id, LATER, '2026-06-17'))
      .refused('StepWentOn');
  });

  it('comes too late where the sides are asked together since', () => {
    const { play, id } = asked(lapsing, MINISTRY);
    play.drive('2026-06-17T10:00:10.000Z');
    // The second house has lapsed too: the tracks are merged and the joint step is open.
    expect(Object.values(play.case.tracks).filter((t) => t.side === null)).toHaveLength(1);
    given(play.events, lapsing)
      .when(entry(lapsing, id, LATER, '2026-06-17'))
      .refused('StepWentOn');
  });

  it('does not open what the last reply had closed', () => {
    const world = withRegistrars(house(WAITING));
    const play = new Play(world).submit().reply('aa-city-fao', 'agree');
    const closed = Object.values(play.case.ballots)[0];
    given(play.events, world)
      .when((s) => ({
        ...paperOf(s, world, 'aa-province-fao', DUE),
        ballot: closed?.id ?? '',
        seat: CITY_FAO,
        shown: { ...replyOf(s, 'aa-province-fao', 'agree').shown, standing: closed?.seats[0]?.reply?.id ?? null },
      }))
      .refused('BallotClosed');
  });

  it('is not opened once the case has ended with it', () => {
    const world = withRegistrars(house({ ...WAITING, atDeadline: { lapseAfter: { workingDays: 0 } } }));
    const play = new Play(world).submit();
    const command = paperOf(play.state, world, 'aa-city-fao', '2026-06-18T04:00:00.000Z');
    play.drive('2026-06-17T09:00:10.000Z');
    expect(play.case.status).toBe('lapsed');
    given(play.events, world).when(command).refused('CaseClosed');
  });
});

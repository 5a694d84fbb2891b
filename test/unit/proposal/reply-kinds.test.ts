/** `semantics.md` section 1: every kind of reply, and what an answer must carry. Both sides of each boundary. */
import { REPLY_KINDS, type ReplyKind } from '../../../domain/ballot/replies';
import type { Step } from '../../../domain/procedure/schema';
import type { World } from '../../../domain/procedure/world';
import type { ProposalEvent } from '../../../domain/proposal/events';
import { expire } from '../../../domain/proposal/expire';
import { asCase, PROCEDURE_REF, REVISION, replyOf, stateAfter, submission, T0 } from './fixtures';
import { given, Play } from './spec';
import { ALTERNATE, atJoint, by, CITY_FAO, house, joint, lastBallot, PRINCIPAL, seatIn, textOf } from './with-people';

const TWO_SECTIONS = {
  ...REVISION,
  sections: [
    { key: 'aim', hashes: { en: 'h1' } },
    { key: 'border', hashes: { en: 'h2' } },
  ],
};
const submitted = (world: World) =>
  given([], world)
    .when(submission({ revision: TWO_SECTIONS }))
    .then(['Submitted', 'StageEntered', 'BallotOpened']);

/** A step that offers every kind, and whatever makes it possible. */
const EVERYTHING: Partial<Step> = {
  offers: [...REPLY_KINDS],
  adReferendum: { workingDays: 3 },
  extension: { workingDays: 5 },
  deadline: { workingDays: 7 },
};
const open = house(EVERYTHING);

const answers = (kind: ReplyKind, changed: Parameters<typeof replyOf>[3] = {}, world = open) =>
  given(submitted(world), world).when((s) => replyOf(s, 'aa-city-fao', kind, changed));

const types = (events: readonly ProposalEvent[]) => events.map((e) => e.type);
const reply = (world: World, kind: ReplyKind, changed: Parameters<typeof replyOf>[3] = {}) =>
  new Play(world).submit({ revision: TWO_SECTIONS }).reply('aa-city-fao', kind, changed);

describe('a procedure names the kinds it offers', () => {
  const STANDING = REPLY_KINDS.filter((kind) => kind !== 'requestExtension');

  it.each(STANDING)('takes %s where it is offered', (kind) => {
    const play = reply(open, kind);
    const given = play.events.find((e) => e.type === 'ReplyGiven');
    expect(given?.data).toMatchObject({ kind, seat: CITY_FAO });
  });

  it.each(STANDING)('refuses %s where it is not', (kind) => {
    const offers = REPLY_KINDS.filter((k) => k !== kind);
    const refusal = answers(kind, {}, house({ ...EVERYTHING, offers })).refused('KindNotOffered');
    expect(refusal).toMatchObject({ pointer: '/kind', facts: { given: kind, allowed: offers } });
  });

  it('refuses an agreement ad referendum where no time for its confirmation is granted', () => {
    const { adReferendum: _, ...without } = EVERYTHING;
    answers('agreeAdReferendum', {}, house(without)).refused('KindNotOffered');
  });
});

describe('agreed ad referendum', () => {
  it.each([
    // Monday 8 June; the day of receipt does not count: Thursday 11 June, 17:00 in Shanghai.
    ['within office hours', '2026-06-08T03:00:00.000Z', '2026-06-11T09:00:00.000Z'],
    ['a millisecond before the end of office hours', '2026-06-08T08:59:59.999Z', '2026-06-11T09:00:00.000Z'],
    // Exactly then is late: received on Tuesday.
    ['at the end of office hours', '2026-06-08T09:00:00.000Z', '2026-06-12T09:00:00.000Z'],
  ])('waits for its confirmation for the days that the step grants, given %s', (_, at, until) => {
    const play = new Play(open).submit({ revision: TWO_SECTIONS });
    play.now = at;
    play.reply('aa-city-fao', 'agreeAdReferendum');
    expect(seatIn(play.state, CITY_FAO).reply).toMatchObject({ kind: 'agreeAdReferendum', confirmBy: until });
  });

  it('is confirmed by agreeing, which then counts as for', () => {
    const play = reply(open, 'agreeAdReferendum');
    expect(lastBallot(play.state).status).toBe('open');
    play.reply('aa-city-fao', 'agree');
    expect(Object.values(play.case.ballots)[0]).toMatchObject({ status: 'closed', result: 'positive' });
  });

  it('unconfirmed is no reply', () => {
    const play = reply(open, 'agreeAdReferendum');
    const { id } = lastBallot(play.state);
    const events = expire(play.case, id, CITY_FAO, '2026-06-11T09:00:00.000Z');
    expect(events).toMatchObject([{ type: 'ReplyExpired', chain: 'AA', data: { ballot: id, seat: CITY_FAO } }]);
    expect(seatIn(stateAfter([...play.events, ...events]), CITY_FAO).reply).toBeNull();
  });

  it('expires on the chain of all sides in a joint step', () => {
    const world = joint(EVERYTHING);
    const play = atJoint(world).reply('bb-province', 'agreeAdReferendum');
    const events = expire(play.case, lastBallot(play.state).id, 'consent:bb-province', T0);
    expect(events.map((e) => e.chain)).toEqual(['case']);
  });
});

describe('a request for more time', () => {
  const ask = (workingDays: number | undefined, world = open, changed: Parameters<typeof replyOf>[3] = {}) =>
    answers('requestExtension', { ...(workingDays === undefined ? {} : { workingDays }), ...changed }, world);

  it.each([1, 5])('of %d working days is asked inside its house', (days) => {
    const events = ask(days).then(['ExtensionAsked']);
    expect(events.at(-1)).toMatchObject({ chain: 'AA', data: { seat: CITY_FAO, workingDays: days } });
  });

  it('is refused beyond what the step grants', () => {
    expect(ask(6).refused('ExtensionTooLong').facts).toEqual({ given: 6, allowed: 5 });
  });

  it.each([[0], [-1], [1.5], [undefined]])('is refused for %p working days', (days) => {
    ask(days).refused('ValidationFailed');
  });

  it('is refused where the step grants none', () => {
    const { extension: _, ...without } = EVERYTHING;
    ask(2, house(without)).refused('ExtensionNotOffered');
  });

  it('is made once in a ballot', () => {
    const events = ask(2).then(['ExtensionAsked']);
    given(events, open)
      .when((s) => replyOf(s, 'aa-city-fao', 'requestExtension', { workingDays: 2 }))
      .refused('ExtensionAskedAlready');
  });

  it('is no reply: what the seat has answered stands, and it may still answer', () => {
    const play = reply(open, 'reserve').reply('aa-city-fao', 'requestExtension', { workingDays: 2 });
    expect(seatIn(play.state, CITY_FAO)).toMatchObject({
      reply: { kind: 'reserve' },
      replies: 1,
      extension: { state: 'asked', workingDays: 2 },
    });
    play.reply('aa-city-fao', 'agree');
    expect(Object.values(play.case.ballots)[0]?.status).toBe('closed');
  });

  it('crosses in a joint step without the person, who stays inside', () => {
    const world = joint(EVERYTHING);
    const play = atJoint(world).reply('bb-province', 'requestExtension', {
      workingDays: 4,
      statement: textOf('holidays'),
    });
    expect(play.events.slice(-2)).toMatchObject([
      { type: 'ExtensionAsked', chain: 'case', data: { seat: 'consent:bb-province', statement: { hash: 'holidays' } } },
      { type: 'ActedInside', chain: 'BB', data: { act: 'extensionAsked', person: 'bb-province-person-1' } },
    ]);
    expect(JSON.stringify(play.events.at(-2))).not.toContain('person');
  });

  it('is refused on a text that has changed', () => {
    const shown = { revision: 'old', language: 'en', procedure: PROCEDURE_REF.hash, standing: null };
    ask(2, open, { shown }).refused('StaleRevision');
  });

  it('is refused once the ballot is closed', () => {
    const play = reply(open, 'agree');
    const first = Object.values(play.case.ballots)[0];
    given(play.events, open)
      .when({ ...replyOf(new Play(open).submit().state, 'aa-city-fao', 'requestExtension'), ballot: first?.id ?? '' })
      .refused('BallotClosed');
  });
});

describe('sections', () => {
  it('of a wish for changes are kept with it, each once', () => {
    const play = reply(open, 'requestChanges', { sections: ['border', 'border'] });
    expect(seatIn(play.state, CITY_FAO).reply?.sections).toEqual(['border']);
  });

  it('of a wish for changes may be left out: it is about the whole', () => {
    expect(seatIn(reply(open, 'requestChanges').state, CITY_FAO).reply?.sections).toEqual([]);
  });

  it('that the text does not have are refused, with the place', () => {
    const refusal = answers('requestChanges', { sections: ['border', 'customs'] }).refused('UnknownSection');
    expect(refusal).toMatchObject({ pointer: '/sections/1', facts: { given: 'customs', allowed: ['aim', 'border'] } });
    expect(answers('agree', { except: ['customs'] }).refused('UnknownSection').pointer).toBe('/except/0');
  });

  it.each(['agree', 'agreeWithComments', 'agreeWithStatement', 'agreeAdReferendum'] as const)(
    'may be excepted from %s',
    (kind) => {
      const play = reply(open, kind, { except: ['border'] });
      const seat = Object.values(play.case.ballots)[0]?.seats[0];
      expect(seat?.reply).toMatchObject({ kind, except: ['border'] });
    },
  );

  it('cannot all be excepted', () => {
    answers('agree', { except: ['border', 'aim'] }).refused('ExceptEverything');
    answers('agree', { except: ['aim', 'border', 'aim'] }).refused('ExceptEverything');
  });

  it.each([
    ['object', { except: ['aim'] }, '/except'],
    ['agree', { sections: ['aim'] }, '/sections'],
    ['requestChanges', { except: ['aim'] }, '/except'],
  ] as const)('are refused and not dropped with %s', (kind, changed, pointer) => {
    expect(answers(kind, changed).refused('ValidationFailed').pointer).toBe(pointer);
  });
});

describe('reasons', () => {
  const asking = { ...EVERYTHING, negativeNeedsReason: 'refuse' as const };

  it.each(['object', 'requestChanges', 'reserve'] as const)('are asked of %s inside a house', (kind) => {
    answers(kind, {}, house(asking)).refused('ReasonMissing');
    for (const text of [{ inside: textOf('why') }, { statement: textOf('why') }]) {
      expect(types(reply(house(asking), kind, text).events)).toContain('ReplyGiven');
    }
  });

  it.each(['agree', 'abstain', 'takeNote'] as const)('are not asked of %s', (kind) => {
    expect(types(reply(house(asking), kind).events)).toContain('ReplyGiven');
  });

  it('are not asked where the rule only does not count a negative without them', () => {
    const play = reply(house({ ...EVERYTHING, negativeNeedsReason: 'doNotCount' }), 'object');
    expect(types(play.events)).toContain('ReplyGiven');
  });

  it('are never compulsory between sides, whatever a procedure says', () => {
    const play = atJoint(joint(asking)).reply('bb-province', 'object');
    expect(seatIn(play.state, 'consent:bb-province').reply?.kind).toBe('object');
  });
});

describe('a note by which the matter goes on', () => {
  const noted = house({ ...EVERYTHING, note: 'sent' });
  const NOTE = { number: '12/2026', dated: '2026-06-08' };

  it('is given with an answer in favour', () => {
    answers('agree', {}, noted).refused('NoteMissing');
    answers('agree', { note: { ...NOTE, number: '  ' } }, noted).refused('NoteMissing');
    const play = reply(noted, 'agree', { note: NOTE });
    expect(play.events.find((e) => e.type === 'ReplyGiven')?.data).toMatchObject({ signed: { note: NOTE } });
  });

  it.each(['object', 'abstain', 'reserve', 'agreeAdReferendum'] as const)('is not asked of %s', (kind) => {
    expect(types(reply(noted, kind).events)).toContain('ReplyGiven');
  });

  it('is not dated in the future, by the day of the side', () => {
    // 23:59 of Monday and 00:00 of Tuesday in Shanghai.
    const at = (now: string) => answers('agree', { note: { ...NOTE, dated: '2026-06-09' }, at: now }, noted);
    at('2026-06-08T15:59:59.999Z').refused('NoteDateInFuture');
    at('2026-06-08T16:00:00.000Z').then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
  });
});

describe('the principal prevails', () => {
  const prevailing = house({ ...EVERYTHING, principalPrevails: true });
  const second = (world: World, first: string, then: string) => {
    const play = reply(world, 'reserve', { actor: by(world, first) });
    return given(play.events, world).when((s) => replyOf(s, 'aa-city-fao', 'abstain', { actor: by(world, then) }));
  };

  it('over the alternate', () => {
    second(prevailing, PRINCIPAL, ALTERNATE).refused('PrincipalHasAnswered');
  });

  it.each([
    ['the principal', ALTERNATE, PRINCIPAL],
    ['the principal themself', PRINCIPAL, PRINCIPAL],
    ['the alternate themself', ALTERNATE, ALTERNATE],
  ])('and %s may replace what stands', (_, first, then) => {
    const replies = second(prevailing, first, then)
      .then(['ReplyGiven', 'BallotClosed', 'TrackSettled', 'Concluded'])
      .filter((e) => e.type === 'ReplyGiven');
    expect(replies).toHaveLength(2);
  });

  it('only where the procedure says so', () => {
    const replies = second(open, PRINCIPAL, ALTERNATE).then([
      'ReplyGiven',
      'BallotClosed',
      'TrackSettled',
      'Concluded',
    ]);
    expect(types(replies).filter((t) => t === 'ReplyGiven')).toHaveLength(2);
  });
});

describe('each reply is recorded with its person', () => {
  it('and the latest one stands', () => {
    const play = reply(open, 'reserve', { actor: by(open, PRINCIPAL) });
    play.reply('aa-city-fao', 'requestChanges', { actor: by(open, ALTERNATE) });
    const people = play.events.flatMap((e) => (e.type === 'ReplyGiven' ? [e.data.signed?.person] : []));
    expect(people).toEqual([PRINCIPAL, ALTERNATE]);
    const ballot = Object.values(asCase(play.state).ballots)[0];
    expect(ballot?.seats[0]?.reply).toMatchObject({ kind: 'requestChanges', person: ALTERNATE });
  });
});

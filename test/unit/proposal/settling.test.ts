import type { Profile, Step } from '../../../domain/procedure/schema';
import type { World } from '../../../domain/procedure/world';
import { holding, intervening, lastBallot, released, seatOf, since } from './clocked';
import { personOf, world } from './fixtures';
import { TEXT } from './many-sides';
import { given, Play } from './spec';
import { atJoint, joint, withHouse } from './with-people';

/** Two offices of the proposing side's house are asked; the period ends on Monday 15 June at 17:00 in Shanghai. */
const two = (settings: Partial<Step>, side = 'AA'): World => {
  const seats = side === 'AA' ? [{ role: 'city-fao' }, { role: 'congress' }] : [{ role: 'committee' }];
  const offers: Step['offers'] = [
    'agree',
    'object',
    'abstain',
    'reserve',
    'requestChanges',
    'agreeAdReferendum',
    'requestExtension',
  ];
  return withHouse(
    [{ key: 'opinions', seats, rule: { kind: 'all' }, deadline: { workingDays: 5 }, offers, ...settings }],
    world,
    side,
  );
};

const [FAO, CONGRESS] = ['aa-city-fao', 'aa-city-congress'];
const DUE = '2026-06-15T09:00:00.000Z';
const BEFORE = '2026-06-15T09:00:09.999Z';
const AFTER = '2026-06-15T09:00:10.000Z';

const begin = (world: World): Play => new Play(world).submit({ revision: TEXT });
const result = (play: Play) => Object.values(play.case.ballots)[0]?.result ?? null;

describe('silence', () => {
  const silent = two({ rule: { kind: 'silence' }, extension: { workingDays: 5 } });

  it('is consent at the end of the period, where nobody says a word', () => {
    const play = begin(silent).drive(BEFORE);
    expect(result(play)).toBeNull();
    expect(result(play.drive(AFTER))).toBe('positive');
  });

  it('runs its full length even when all have agreed', () => {
    const play = begin(silent).reply(FAO).reply(CONGRESS);
    expect(result(play)).toBeNull();
    expect(result(play.drive(AFTER))).toBe('positive');
  });

  it('ends with the last agreement where the procedure says so', () => {
    const play = begin(two({ rule: { kind: 'silence', endWhenAllAgreed: true } })).reply(FAO);
    expect(result(play)).toBeNull();
    expect(result(play.reply(CONGRESS))).toBe('positive');
  });

  it('is broken by the first who is against, and closes at once', () => {
    expect(result(begin(silent).reply(CONGRESS, 'object'))).toBe('negative');
  });

  it('waits for a reserve to be lifted, also beyond its end', () => {
    const play = begin(silent).reply(FAO, 'reserve').drive(AFTER);
    expect(result(play)).toBeNull();
    expect(result(play.reply(FAO).drive())).toBe('positive');
  });

  it('is not the consent of a seat that waits for an answer to its request for more time', () => {
    const asked = begin(silent).reply(FAO, 'requestExtension', { workingDays: 2 }).drive(AFTER);
    expect(result(asked)).toBeNull();
    const { id: ballot } = lastBallot(asked);
    const declined = asked.do(intervening({ kind: 'declineExtension', ballot, seat: `${FAO}:desk` }));
    expect(result(declined)).toBe('positive');
  });

  it('takes its silence again when the time that was given is over', () => {
    const asked = begin(silent).reply(FAO, 'requestExtension', { workingDays: 2 });
    const { id: ballot } = lastBallot(asked);
    const granted = asked.do(intervening({ kind: 'extend', ballot, seat: `${FAO}:desk`, workingDays: 2 }));
    expect(result(granted.drive(AFTER))).toBeNull();
    expect(result(granted.drive('2026-06-17T09:00:09.999Z'))).toBeNull();
    expect(result(granted.drive('2026-06-17T09:00:10.000Z'))).toBe('positive');
  });

  it('is broken for good, also where it was broken while the case was held and healed before it was lifted', () => {
    const play = released(two({ rule: { kind: 'silence' } }, 'BB')).do(holding('hold', 'aa-unit-person-1', 'BB'));
    play.reply('bb-committee', 'object').reply('bb-committee', 'agree');
    expect(lastBallot(play).status).toBe('open');
    play.do(holding('lift', 'aa-unit-person-1', 'BB'));
    expect(Object.values(play.case.ballots).find((b) => b.step === 'opinions')?.result).toBe('negative');
  });
});

describe('consult then refer', () => {
  const atDeadline: Step['atDeadline'] = { referUp: { role: 'province-fao' } };
  const waiting = two({
    rule: { kind: 'consultThenRefer' },
    atDeadline: { ...atDeadline, remindEvery: { workingDays: 2 } },
  });
  const HIGHER = 'aa-province-fao';

  it('does not go up at the first no, and goes up in the commit that brings the last opinion', () => {
    const play = begin(waiting).reply(FAO, 'object');
    expect(play.events.some((e) => e.type === 'ReferredUp')).toBe(false);
    const n = play.events.length;
    play.reply(CONGRESS);
    expect(since(play, n)).toEqual(['ReplyGiven', 'ReferredUp']);
  });

  it('ends with the last opinion where nobody is against', () => {
    expect(result(begin(waiting).reply(FAO).reply(CONGRESS))).toBe('positive');
  });

  it('goes up at the deadline where somebody is against, without waiting for the missing opinion', () => {
    const play = begin(waiting).reply(FAO, 'object').drive(BEFORE);
    const n = play.events.length;
    play.drive(AFTER);
    expect(since(play, n)).toEqual(['ReferredUp']);
    expect(seatOf(play, `${HIGHER}:desk`).referredFrom).toEqual([`${FAO}:desk`, `${CONGRESS}:desk`]);
  });

  it('reminds and waits where nobody is against, and shows the missing one as no opinion', () => {
    const play = begin(waiting).reply(FAO).drive('2026-07-15T03:00:00.000Z');
    expect(play.events.some((e) => e.type === 'ReferredUp')).toBe(false);
    expect(play.events.at(-1)?.type).toBe('Reminded');
    expect(seatOf(play, `${CONGRESS}:desk`).reply).toBeNull();
    expect(result(play.reply(CONGRESS))).toBe('positive');
  });

  it('goes up for a missing opinion where the procedure does not remind', () => {
    const play = begin(two({ rule: { kind: 'consultThenRefer' }, atDeadline }))
      .reply(FAO)
      .drive(AFTER);
    expect(seatOf(play, `${HIGHER}:desk`).referredFrom).toEqual([`${CONGRESS}:desk`]);
  });

  it.each([
    ['agree', 'positive'],
    ['object', 'negative'],
  ] as const)('is decided by the higher office: %s is %s', (kind, expected) => {
    const play = begin(waiting).reply(FAO, 'object').reply(CONGRESS);
    expect(result(play.reply(HIGHER, kind))).toBe(expected);
  });

  it('needs no higher office any more when the one who was against agrees before it has answered', () => {
    const play = begin(waiting).reply(FAO, 'object').reply(CONGRESS).reply(FAO, 'agree');
    expect(result(play)).toBe('positive');
  });

  it('gives the higher office its own full time, and asks it once', () => {
    const play = begin(waiting).reply(FAO, 'object');
    play.now = '2026-06-11T03:00:00.000Z';
    play.reply(CONGRESS);
    expect(seatOf(play, `${HIGHER}:desk`).due).toBe('2026-06-18T09:00:00.000Z');
    play.drive('2026-08-01T03:00:00.000Z');
    expect(play.events.filter((e) => e.type === 'ReferredUp')).toHaveLength(1);
  });

  const withDeciders = (deciders: Profile['deciders']): World => {
    const decided = two({ rule: { kind: 'consultThenRefer' }, atDeadline: { referUp: { profile: 'decider' } } });
    const { AA } = decided.countries;
    if (!AA) throw new Error('No country AA');
    const profiles = AA.profiles.map((p) => ({ ...p, ...(deciders ? { deciders } : {}) }));
    return { ...decided, countries: { ...decided.countries, AA: { ...AA, profiles } } };
  };
  const decider = { from: '2026-01-01', until: null, source: 'invented for tests', verifiedBy: null };

  it('stops where nobody has confirmed who decides after a disagreement, and goes on when somebody has', () => {
    const play = begin(withDeciders([{ ...decider, role: null }]))
      .reply(FAO, 'object')
      .reply(CONGRESS);
    expect(play.case.stops).toMatchObject([{ reason: 'deciderUnconfirmed', side: 'AA' }]);
    const resume = intervening({ kind: 'resume', track: 'home.AA' });
    given(play.events, withDeciders([{ ...decider, role: null }]))
      .when(resume)
      .refused('StillNobodyEligible');
    const confirmed = withDeciders([{ ...decider, role: { role: 'province-fao' } }]);
    given(play.events, confirmed).when(resume).then(['StopLifted', 'ReferredUp']);
  });
});

describe('a request for changes', () => {
  it('returns the text when the last has answered, so that all wishes come together', () => {
    const play = begin(two({})).reply(FAO, 'requestChanges', { sections: ['aim'] });
    expect(result(play)).toBeNull();
    play.reply(CONGRESS);
    expect(result(play)).toBe('returned');
    expect(play.case).toMatchObject({ status: 'inside', tracks: { 'home.AA': { result: null } } });
    expect(play.events.some((e) => e.type === 'Returned' || e.type === 'TrackSettled')).toBe(false);
  });

  it('returns it at once where the procedure says so', () => {
    expect(result(begin(two({ returnAtOnce: true })).reply(FAO, 'requestChanges'))).toBe('returned');
  });

  it('is beaten by a rule that is lost already', () => {
    expect(result(begin(two({})).reply(FAO, 'requestChanges').reply(CONGRESS, 'object'))).toBe('negative');
  });

  it('returns the text also where the rest of the time brings nothing', () => {
    const lapsing = two({ atDeadline: { lapseAfter: { workingDays: 1 } } });
    const play = begin(lapsing).reply(FAO, 'requestChanges').drive('2026-06-16T09:00:10.000Z');
    expect(result(play)).toBe('returned');
  });

  it('crosses from a joint step with the close: each side in its own words, and no person', () => {
    const asking = joint({ offers: ['agree', 'requestChanges'] });
    const play = released(asking).reply('bb-committee').reply('bb-interior');
    play.reply('aa-city').reply('bb-province', 'requestChanges', { sections: ['aim'], statement: { hash: 's1' } });
    play.reply('aa-national');
    const n = play.events.length;
    play.reply('bb-interior', 'requestChanges', { statement: { hash: 's2' } });
    expect(since(play, n)).toEqual(['ReplyGiven', 'ReplySigned', 'BallotClosed', 'Returned', 'Returned']);
    expect(play.events.slice(-2)).toMatchObject([
      {
        chain: 'case',
        data: { side: 'BB', participant: 'bb-province', revision: 1, sections: ['aim'], statements: [{ hash: 's1' }] },
      },
      { chain: 'case', data: { side: 'BB', participant: null, sections: [], statements: [{ hash: 's2' }] } },
    ]);
    expect(JSON.stringify(play.events.slice(-2))).not.toContain(personOf('bb-interior'));
    expect(play.case.status).toBe('released');
  });
});

describe('what holds', () => {
  it('agreed except a section holds the ballot, or goes on where the procedure says so', () => {
    const except = { except: ['border'] };
    expect(result(begin(two({})).reply(FAO, 'agree', except).reply(CONGRESS))).toBeNull();
    expect(
      result(
        begin(two({ exceptGoesOn: true }))
          .reply(FAO, 'agree', except)
          .reply(CONGRESS),
      ),
    ).toBe('positive');
  });

  it('a reserve passes nothing, is reminded like an open seat, and is no agreement at the deadline', () => {
    const closing = two({ atDeadline: { close: true }, remindBefore: { workingDays: 1 } });
    const play = begin(closing).reply(FAO, 'reserve').reply(CONGRESS);
    expect(result(play)).toBeNull();
    play.drive('2026-06-12T00:00:00.000Z');
    expect(play.events.at(-1)).toMatchObject({ type: 'Reminded', data: { seats: [{ key: `${FAO}:desk` }] } });
    expect(result(play.drive(AFTER))).toBe('negative');
  });

  const referendum = two({ atDeadline: { close: true }, adReferendum: { workingDays: 10 } });

  it('an agreement ad referendum holds whatever the deadline brings to the end of its own clock', () => {
    const play = begin(referendum).reply(FAO, 'agreeAdReferendum').reply(CONGRESS).drive(AFTER);
    expect(result(play)).toBeNull();
    // Ten working days after Monday 8 June: Monday 22 June, 17:00 in Shanghai.
    expect(result(play.drive('2026-06-22T09:00:09.999Z'))).toBeNull();
    play.drive('2026-06-22T09:00:10.000Z');
    expect(play.events.map((e) => e.type)).toContain('ReplyExpired');
    expect(result(play)).toBe('negative');
  });

  it('counts as for when it is confirmed', () => {
    const play = begin(referendum).reply(FAO, 'agreeAdReferendum').reply(CONGRESS).drive(AFTER);
    expect(result(play.reply(FAO))).toBe('positive');
  });

  it('left unconfirmed is no silent consent: the period waits for an answer', () => {
    const silent = two({ rule: { kind: 'silence' }, adReferendum: { workingDays: 2 } });
    const play = begin(silent).reply(FAO, 'agreeAdReferendum').drive(AFTER);
    expect(result(play)).toBeNull();
    expect(seatOf(play, `${FAO}:desk`).reply).toBeNull();
    expect(result(play.reply(FAO).drive())).toBe('positive');
  });
});

describe('required consent', () => {
  const required = two({ rule: { kind: 'requiredConsent', seats: ['congress'] }, early: false });

  it.each([
    ['agree', 'object', 'positive'],
    ['object', 'agree', 'negative'],
  ] as const)('is that of the seat that the rule names by its role: its %s and the other’s %s', (named, other, end) => {
    expect(result(begin(required).reply(FAO, other).reply(CONGRESS, named))).toBe(end);
  });

  it('names a role in the house alone', () => {
    const play = begin(required);
    expect(seatOf(play, `${CONGRESS}:desk`).role).toBe('congress');
    expect(seatOf(atJoint(), 'position:BB')).not.toHaveProperty('role');
  });
});

describe('a rule that ends undecided', () => {
  const tie = { rule: { kind: 'majority' as const, of: 'cast' as const } };

  it('is lost where nothing more is to come', () => {
    expect(result(begin(two(tie)).reply(FAO).reply(CONGRESS, 'object'))).toBe('negative');
  });

  it('is talked about until the deadline where that does something', () => {
    const play = begin(two({ ...tie, atDeadline: { referUp: { role: 'province-fao' } } }));
    play.reply(FAO).reply(CONGRESS, 'object').drive(BEFORE);
    expect(result(play)).toBeNull();
    play.drive(AFTER);
    expect(seatOf(play, 'aa-province-fao:desk').referredFrom).toHaveLength(2);
    expect(result(play.reply('aa-province-fao'))).toBe('positive');
  });

  it('can be turned by those who answered, meanwhile', () => {
    const play = begin(two({ ...tie, atDeadline: { close: true } }))
      .reply(FAO)
      .reply(CONGRESS, 'object');
    expect(result(play.reply(CONGRESS, 'agree'))).toBe('positive');
  });

  it('does not count a negative without reasons where the procedure says so, and counts one with them', () => {
    const reasons = two({ ...tie, negativeNeedsReason: 'doNotCount' });
    expect(result(begin(reasons).reply(FAO).reply(CONGRESS, 'object'))).toBe('positive');
    const inside = { inside: { hash: 'because' } };
    expect(result(begin(reasons).reply(FAO).reply(CONGRESS, 'object', inside))).toBe('negative');
  });
});

describe('a deadline that closes with what stands', () => {
  it('leaves without a voice whoever has not answered', () => {
    const play = begin(two({ rule: { kind: 'any' }, early: false, atDeadline: { close: true } })).reply(FAO);
    expect(result(play.drive(DUE))).toBeNull();
    expect(result(play.drive(BEFORE))).toBeNull();
    expect(result(play.drive(AFTER))).toBe('positive');
  });

  it('takes in what was received before it, however late the engine is', () => {
    const play = begin(two({ atDeadline: { close: true } })).reply(FAO);
    play.now = '2026-06-15T08:59:59.999Z';
    expect(result(play.reply(CONGRESS))).toBe('positive');
  });
});

/** Who is written to, about what: one play after the other, folded again event by event. */
import type { Command } from '../../../domain/proposal/commands';
import type { Effect, NoticeName } from '../../../domain/proposal/effects';
import { CASE_CHAIN, event, type ProposalEvent } from '../../../domain/proposal/events';
import { evolve } from '../../../domain/proposal/evolve';
import { react } from '../../../domain/proposal/react';
import { type Case, isCase, NONE, type ProposalState } from '../../../domain/proposal/state';
import { actBy, agreedPlay } from './agreed';
import { CASE_ID, DRAFTER, T0 } from './fixtures';
import { manyWorld, releasedPlay, revising, TEXT, who } from './many-sides';
import { Play } from './spec';

const EAST = 'others.bb-east';
const INTERIOR = 'bb-interior-person-1';
const FAO = 'aa-city-fao-person-1';

/** The effects of the events that an act has added, each with the state right after it. */
function effectsOf(play: Play, act: () => unknown): readonly Effect[] {
  const before = play.events.length;
  act();
  return reactTo(stateBefore(play.events.slice(0, before)), play.events.slice(before));
}

const stateBefore = (events: readonly ProposalEvent[]): ProposalState =>
  events.reduce<ProposalState>((state, e) => evolve(state, CASE_ID, e), NONE);

function reactTo(start: ProposalState, events: readonly ProposalEvent[]): readonly Effect[] {
  let state = start;
  return events.flatMap((e) => {
    state = evolve(state, CASE_ID, e);
    return isCase(state) ? react(state, e, manyWorld) : [];
  });
}

/** The effects of events that other rooms decide on, taken as given. */
const following = (play: Play, ...events: readonly ProposalEvent[]) => reactTo(play.state, events);

const told = (effects: readonly Effect[], about: NoticeName) =>
  effects.flatMap((e) => (e.kind === 'notice' && e.about === about ? [`${e.side} ${Object.values(e.to)[0]}`] : []));
const kinds = (effects: readonly Effect[]) => [
  ...new Set(effects.map((e) => (e.kind === 'notice' ? e.about : e.kind))),
];

const openIn = (state: Case, track: string) => {
  const ballot = Object.values(state.ballots).find((b) => b.track === track && b.status === 'open');
  if (!ballot) throw new Error(`Nothing is open in ${track}`);
  return ballot;
};
const hold: Command = { type: 'hold', at: T0, actor: who('aa-unit-person-1'), with: 'BB' };
const lift: Command = { ...hold, type: 'lift' };
const comment = (person: string, changed: object = {}): Command => ({
  type: 'comment',
  at: T0,
  actor: who(person),
  comment: 'c1',
  text: { hash: 'words' },
  section: null,
  audience: 'others',
  asks: true,
  ...changed,
});
/** The same play up to the joint step. */
const jointPlay = () => {
  const play = new Play().submit();
  for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee', 'bb-interior']) {
    play.reply(office);
  }
  return play;
};

describe('a question', () => {
  it('of another side goes to the submitter, once it has crossed', () => {
    const play = releasedPlay();
    const effects = effectsOf(play, () => play.do(comment(INTERIOR)));
    expect(effects).toEqual([{ kind: 'notice', about: 'question', side: 'AA', to: { person: DRAFTER }, thing: 'c1' }]);
  });

  it('of the proposer goes to the units of the others, and its answer back to it', () => {
    const play = releasedPlay();
    expect(
      told(
        effectsOf(play, () => play.do(comment(FAO))),
        'question',
      ),
    ).toEqual(['BB bb-unit']);
    const answer = comment(INTERIOR, { comment: 'c2', asks: false, inReplyTo: 'c1' });
    expect(
      told(
        effectsOf(play, () => play.do(answer)),
        'answer',
      ),
    ).toEqual([`AA ${DRAFTER}`]);
  });

  it('that may not cross yet goes to the releasing seat, and to nobody of another side', () => {
    const play = releasedPlay();
    const effects = effectsOf(play, () => play.do(comment('bb-east-committee-person-1')));
    expect(effects).toEqual([
      { kind: 'notice', about: 'toRelease', side: 'BB', to: { office: 'bb-interior:desk' }, thing: 'c1' },
    ]);
  });

  it('asked inside is answered inside', () => {
    const play = releasedPlay();
    const inside = { audience: 'inside' };
    expect(
      told(
        effectsOf(play, () => play.do(comment(FAO, inside))),
        'question',
      ),
    ).toEqual([`AA ${DRAFTER}`]);
    const ministry = effectsOf(play, () => play.do(comment('bb-ministry-person-1', inside)));
    expect(told(ministry, 'question')).toEqual(['BB bb-unit']);
    expect(effectsOf(play, () => play.do(comment('bb-ministry-person-1', { ...inside, asks: false })))).toEqual([]);
  });
});

describe('a text on its way', () => {
  it('waits for the releasing seat of its house, then for every other participant', () => {
    const play = releasedPlay();
    const offer = effectsOf(play, () => play.do(revising(play.state, { border: 'other' }, 'bb-east-person-1')));
    expect(told(offer, 'toRelease')).toEqual(['BB bb-interior:desk']);
    const what = { kind: 'revision' as const, number: 2 };
    const crossed = effectsOf(play, () => play.do({ type: 'release', at: T0, actor: who(INTERIOR), what }));
    expect(told(crossed, 'acceptance')).toEqual(['AA aa-city', 'BB bb-west']);
  });

  it('that a house sends back waits there, and crosses to the submitter and the organization’s desk', () => {
    const play = releasedPlay();
    const { id, seats } = openIn(play.case, EAST);
    const closed = following(
      play,
      event('BallotClosed', 'BB', T0, { ballot: id, result: 'returned', for: 0, against: 0, neutral: 0, open: 0 }),
    );
    expect(told(closed, 'toRelease')).toEqual(['BB bb-interior:desk']);
    const wish = { side: 'BB', participant: 'bb-east', revision: 1, sections: [], statements: [] };
    const returned = following(play, event('Returned', CASE_CHAIN, T0, wish));
    expect(told(returned, 'returned')).toEqual([`AA ${DRAFTER}`, 'AA aa-city']);
    expect(seats.length).toBeGreaterThan(1);
  });

  it('that its own house sends back is told to the proposer at once', () => {
    const play = new Play(manyWorld).submit({ participants: ['aa-city', 'bb-east'], revision: TEXT });
    const { id } = openIn(play.case, 'home.AA');
    const data = { ballot: id, result: 'returned' as const, for: 0, against: 0, neutral: 0, open: 0 };
    expect(told(following(play, event('BallotClosed', 'AA', T0, data)), 'returned')).toEqual([
      `AA ${DRAFTER}`,
      'AA aa-city',
    ]);
  });

  it('that takes the case back from the joint step tells those who were still asked there', () => {
    const play = jointPlay().reply('aa-national');
    const round = {
      round: 2,
      reason: 'revision',
      changed: ['aim'],
      revision: 'x',
      stage: 1,
      stageSettled: true,
    } as const;
    const effects = following(play, event('RoundStarted', CASE_CHAIN, T0, round));
    expect(told(effects, 'cancelled').toSorted()).toEqual([
      'AA aa-city:desk',
      'BB bb-interior:desk',
      'BB bb-province:desk',
    ]);
  });
});

describe('a file', () => {
  const file = { track: EAST, step: 'opinions', office: 'bb-ministry:desk', organization: 'bb-ministry' };
  const lacks = { track: EAST, side: 'BB', participant: 'bb-east', lacking: { hash: 'list' } };

  it('goes to the receiving office, what lacks to the proposer, and what is supplied to the office again', () => {
    const play = releasedPlay();
    const effects = following(
      play,
      event('FileAwaited', 'BB', T0, file),
      event('FileLacks', CASE_CHAIN, T0, lacks),
      event('FileSupplied', CASE_CHAIN, T0, { track: EAST, side: 'BB', text: null }),
    );
    expect(told(effects, 'file')).toEqual(['BB bb-ministry:desk', 'BB bb-ministry:desk']);
    expect(told(effects, 'fileLacks')).toEqual([`AA ${DRAFTER}`, 'AA aa-city']);
  });
});

describe('time', () => {
  const seatOf = (play: Play, track: string, key: string) => ({ ballot: openIn(play.case, track).id, seat: key });

  it('is asked of the unit in a house and of the submitter between sides, and the answer goes to the seat', () => {
    const house = releasedPlay();
    const seat = seatOf(house, EAST, 'bb-ministry:desk');
    const asked = { ...seat, workingDays: 3, statement: null };
    expect(told(following(house, event('ExtensionAsked', 'BB', T0, asked)), 'extension')).toEqual(['BB bb-unit']);
    const granted = following(house, event('ExtensionGranted', 'BB', T0, { ...seat, workingDays: 3 }));
    expect(told(granted, 'extensionGranted')).toEqual(['BB bb-ministry:desk']);
    expect(told(following(house, event('ExtensionDeclined', 'BB', T0, seat)), 'extensionDeclined')).toEqual([
      'BB bb-ministry:desk',
    ]);
    const joint = jointPlay();
    const position = { ...seatOf(joint, 'joint', 'position:BB'), workingDays: 3, statement: null };
    expect(told(following(joint, event('ExtensionAsked', CASE_CHAIN, T0, position)), 'extension')).toEqual([
      `AA ${DRAFTER}`,
    ]);
  });

  it('that moves is told to the offices that have not answered, but for the one that asked for it', () => {
    const play = jointPlay().reply('aa-national');
    const { id, seats } = openIn(play.case, 'joint');
    const moved = (reason: 'extension' | 'lifted') =>
      event('SeatDeadlinesMoved', 'BB', T0, {
        ballot: id,
        reason,
        seats: seats.map((s) => ({ key: s.key, due: '2026-09-01T00:00:00.000Z', nextReminder: null })),
      });
    expect(told(following(play, moved('lifted')), 'deadlineMoved')).toEqual([
      'AA aa-city:desk',
      'BB bb-province:desk',
      'BB bb-interior:desk',
    ]);
    const granted = event('ExtensionGranted', CASE_CHAIN, T0, { ballot: id, seat: 'position:BB', workingDays: 3 });
    expect(told(following(play, granted, moved('extension')), 'deadlineMoved')).toEqual([
      'AA aa-city:desk',
      'BB bb-province:desk',
    ]);
  });
});

describe('a case that is held', () => {
  it('sends no mail at all, not even that it is held', () => {
    const play = releasedPlay();
    expect(effectsOf(play, () => play.do(hold))).toEqual([]);
    expect(
      effectsOf(play, () => play.reply('bb-east-committee', 'agree', { actor: who('bb-east-committee-person-1') })),
    ).toEqual([]);
    expect(effectsOf(play, () => play.do(comment(INTERIOR)))).toEqual([]);
  });

  it('tells when it is lifted of the moved deadlines, of what was asked meanwhile and who may answer', () => {
    const play = jointPlay();
    const { id } = openIn(play.case, 'joint');
    const asked = { ballot: id, seat: 'position:BB', workingDays: 3, statement: null };
    const to = { ballot: id, seat: 'consent:bb-province', from: 'bb-province-person-1', to: 'bb-unit-person-1' };
    play.do(hold);
    play.now = '2026-06-12T03:00:00.000Z';
    const meanwhile = [event('ExtensionAsked', CASE_CHAIN, play.now, asked), event('Delegated', 'BB', play.now, to)];
    expect(following(play, ...meanwhile)).toEqual([]);
    const resumed = following(play, ...meanwhile, event('Unpaused', CASE_CHAIN, play.now, {}));
    expect(told(resumed, 'extension')).toEqual([`AA ${DRAFTER}`]);
    expect(resumed.filter((e) => e.kind === 'request')).toMatchObject([
      { seat: 'consent:bb-province', person: 'bb-unit-person-1' },
    ]);
    expect(
      told(
        effectsOf(play, () => play.do(lift)),
        'deadlineMoved',
      ).toSorted(),
    ).toEqual(['AA aa-city:desk', 'AA aa-national:desk', 'BB bb-interior:desk', 'BB bb-province:desk']);
  });
});

describe('people', () => {
  const asked = (play: Play) => ({ ballot: openIn(play.case, EAST).id, seat: 'bb-ministry:desk' });

  it('who come to hold an office are asked where it has not answered, and a delegate is asked alone', () => {
    const play = releasedPlay();
    const changed = { office: 'bb-ministry:desk', ballots: [asked(play)] };
    const request = { kind: 'request', ...asked(play), office: 'bb-ministry:desk', side: 'BB' };
    expect(following(play, event('HoldersChanged', 'BB', T0, changed))).toEqual([request]);
    const delegated = { ...asked(play), from: 'bb-ministry-person-1', to: 'bb-unit-person-1' };
    expect(following(play, event('Delegated', 'BB', T0, delegated))).toEqual([
      { ...request, person: 'bb-unit-person-1' },
    ]);
  });

  it('whose answer came on paper get a receipt at their office, and their unit is told what is to be confirmed', () => {
    const play = releasedPlay();
    const reply = { ...asked(play), n: 1, kind: 'agree' as const, revision: TEXT.hash, statement: null };
    const paper = {
      number: '7/2026',
      dated: '2026-06-08',
      received: '2026-06-08',
      signatory: { hash: 'name' },
      scan: null,
      enteredBy: 'bb-unit-person-1',
      confirmedBy: null,
    };
    const signed = { person: null, language: 'en', procedure: 'p', inside: null, afterDate: false, paper };
    const given = following(play, event('ReplyGiven', 'BB', T0, { ...reply, signed }));
    expect(given).toEqual([
      {
        kind: 'notice',
        about: 'paperReceipt',
        side: 'BB',
        to: { office: 'bb-ministry:desk' },
        ...asked(play),
        thing: `${asked(play).ballot}/bb-ministry:desk/1`,
      },
    ]);
    const { n: _, ...entered } = { ...reply, entry: 'e1', language: 'en', procedure: 'p', inside: null, paper };
    expect(told(following(play, event('PaperEntered', 'BB', T0, entered)), 'paperToConfirm')).toEqual(['BB bb-unit']);
    const refused = { ...asked(play), entry: 'e1', person: 'bb-unit-person-1' };
    expect(told(following(play, event('PaperRefused', 'BB', T0, refused)), 'paperRefused')).toEqual([
      'BB bb-ministry:desk',
    ]);
  });

  it('are told loudly, the unit and everybody asked, when a ballot is opened again', () => {
    const play = releasedPlay();
    const reopened = { ...asked(play), due: null, lapseAt: null, referAt: null };
    expect(told(following(play, event('BallotReopened', 'BB', T0, reopened)), 'reopened').toSorted()).toEqual([
      'BB bb-east-committee:desk',
      'BB bb-ministry:desk',
      'BB bb-unit',
    ]);
  });
});

describe('who takes part', () => {
  it('is told to the units and the participants of all sides', () => {
    const play = releasedPlay();
    const joined = { organization: 'bb-province', side: 'BB', unit: 'bb-unit', call: 'x', sides: ['AA', 'BB'] };
    expect(told(following(play, event('Joined', CASE_CHAIN, T0, joined)), 'joined')).toEqual([
      'AA aa-unit',
      'AA aa-city',
      'BB bb-unit',
      'BB bb-east',
      'BB bb-west',
      'BB bb-province',
    ]);
    const left = effectsOf(play, () =>
      play.do({ type: 'leave', at: T0, actor: who('bb-west-person-1'), organization: 'bb-west' }),
    );
    expect(told(left, 'left')).toEqual(['AA aa-unit', 'AA aa-city', 'BB bb-unit', 'BB bb-east']);
    expect(told(left, 'cancelled').toSorted()).toEqual(['BB bb-ministry:desk', 'BB bb-west-committee:desk']);
  });
});

describe('the end', () => {
  it('of a withdrawn case is told once to each office that was asked', () => {
    const play = jointPlay().reply('aa-national');
    const effects = effectsOf(play, () => play.do({ type: 'withdraw', at: T0, actor: who(DRAFTER), reason: null }));
    expect(kinds(effects)).toEqual(['outcome']);
    const offices = effects.flatMap((e) => (e.kind === 'outcome' && 'office' in e.to ? [e.to.office] : []));
    expect(offices.length).toBe(new Set(offices).size);
    expect(offices).toEqual(expect.arrayContaining(['bb-province:desk', 'aa-national:desk', 'bb-committee:desk']));
  });

  it('of all signing is told to everybody, an obligation that is not met to its own house alone', () => {
    const play = agreedPlay().do(actBy('aa-unit', 'sign'));
    const signed = effectsOf(play, () => play.do(actBy('bb-unit', 'sign')));
    expect(told(signed, 'tookEffect')).toEqual(['AA aa-unit', 'AA aa-city', 'BB bb-unit', 'BB bb-province']);
    const late = effectsOf(play, () => play.drive('2026-06-22T10:00:00.000Z'));
    expect(late).toMatchObject([
      { about: 'fellDue', side: 'BB', to: { organization: 'bb-unit' }, thing: 'renew:BB' },
      { about: 'fellDue', side: 'BB', to: { organization: 'bb-province' } },
    ]);
  });
});

import type { Comment, Releasable, Release } from '../../../domain/proposal/commands';
import { decide } from '../../../domain/proposal/decide';
import { caseDetails } from '../../../domain/visibility/case-details';
import { DRAFTER, T0 } from './fixtures';
import { manyWorld, releasedPlay, revising, TEXT, who } from './many-sides';
import { Play } from './spec';

const INTERIOR = 'bb-interior-person-1';
const COMMITTEE = 'bb-east-committee-person-1';
const FAO = 'aa-city-fao-person-1';
const FILE = 'f'.repeat(64);
const EAST = 'others.bb-east';

const release = (person: string, what: Releasable): Release => ({ type: 'release', at: T0, actor: who(person), what });
const comment = (person: string, changed: Partial<Comment> = {}): Comment => ({
  type: 'comment',
  at: T0,
  actor: who(person),
  comment: 'c1',
  text: { hash: 'words' },
  section: 'border',
  audience: 'others',
  asks: true,
  ...changed,
});
const refused = (play: Play, command: Parameters<typeof decide>[1]) => {
  const decision = decide(play.state, { ...command, at: play.now }, manyWorld);
  return decision.accepted ? 'accepted' : decision.refusal.code;
};
const madeBy = (play: Play, act: () => unknown) => {
  const before = play.events.length;
  act();
  return play.events.slice(before);
};
const unit = (side: 'aa' | 'bb') => {
  const { person, organization, side: of } = who(`${side}-unit-person-1`);
  return { person, organization, side: of };
};
const replyAs = (play: Play, office: string, kind: 'agree' | 'requestChanges', said: string | null = null) => {
  const ballot = Object.values(play.case.ballots).find((b) => b.track === EAST && b.status === 'open');
  const seat = ballot?.seats.find((s) => s.organization === office);
  if (!ballot || !seat) throw new Error(`Nobody asks ${office}`);
  return play.do({
    type: 'reply',
    at: T0,
    actor: who(`${office}-person-1`),
    ballot: ballot.id,
    seat: seat.key,
    kind,
    inside: { hash: `inside-${office}` },
    statement: said === null ? null : { hash: said },
    ...(kind === 'requestChanges' ? { sections: ['border'] } : {}),
    shown: {
      revision: play.case.revision.hash,
      language: 'en',
      procedure: play.case.procedure.hash,
      standing: seat.reply?.id ?? null,
    },
  });
};

describe('a comment meant for others', () => {
  it('stays inside until the releasing seat lets it cross, and then speaks for the side', () => {
    const play = releasedPlay();
    const said = madeBy(play, () => play.do(comment(COMMITTEE)));
    expect(said.map((e) => [e.type, e.chain])).toEqual([['Commented', 'BB']]);
    const crossed = madeBy(play, () => play.do(release(INTERIOR, { kind: 'comment', comment: 'c1' })));
    expect(crossed).toMatchObject([
      {
        type: 'CommentReleased',
        chain: 'case',
        data: { comment: 'c1', side: 'BB', organization: 'bb-unit', section: 'border', asks: true, inReplyTo: null },
      },
      { type: 'ActedInside', chain: 'BB', data: { act: 'commentReleased', person: INTERIOR } },
    ]);
    expect(JSON.stringify(crossed[0])).not.toMatch(/committee|person/);
  });

  it('crosses at once where its writer holds the releasing seat, the answer to a question like any other', () => {
    const play = releasedPlay();
    const asked = madeBy(play, () => play.do(comment(FAO)));
    expect(asked.map((e) => e.type)).toEqual(['Commented', 'CommentReleased', 'ActedInside']);
    const answer = comment(INTERIOR, { comment: 'c2', asks: false, inReplyTo: 'c1' });
    const answered = madeBy(play, () => play.do(answer));
    expect(answered[1]).toMatchObject({ type: 'CommentReleased', data: { comment: 'c2', inReplyTo: 'c1' } });
    expect(play.case.unreleasedComments).toEqual([]);
  });

  it('names a participant that has written it', () => {
    const play = releasedPlay().do(comment(DRAFTER));
    play.do(release(FAO, { kind: 'comment', comment: 'c1' }));
    expect(play.events.at(-2)).toMatchObject({ type: 'CommentReleased', data: { organization: 'aa-city' } });
  });

  it('waits for the release of the case before its own', () => {
    const play = new Play(manyWorld).submit({ participants: ['aa-city', 'bb-east'], revision: TEXT }).do(comment(FAO));
    expect(play.events.at(-1)?.type).toBe('Commented');
    expect(refused(play, release(FAO, { kind: 'comment', comment: 'c1' }))).toBe('NotReleasedYet');
  });

  it('is released once', () => {
    const play = releasedPlay().do(comment(FAO));
    expect(refused(play, release(FAO, { kind: 'comment', comment: 'c1' }))).toBe('NothingToRelease');
  });
});

describe('the releasing seat', () => {
  it('is the one that the side’s own profile names, and no other', () => {
    const play = releasedPlay().do(comment(COMMITTEE));
    const what = { kind: 'comment', comment: 'c1' } as const;
    expect(refused(play, release(COMMITTEE, what))).toBe('NotTheReleasingSeat');
    expect(refused(play, release('bb-unit-person-1', what))).toBe('NotTheReleasingSeat');
    // The seat of the other side holds what that side may release, and finds nothing of it here.
    expect(refused(play, release(FAO, what))).toBe('NothingToRelease');
    expect(refused(play, release('aa-town-person-1', what))).toBe('NotInTheCase');
    expect(refused(play, release(INTERIOR, what))).toBe('accepted');
  });

  it('lets nothing cross in a closed case, nor while the case is held', () => {
    const what = { kind: 'comment', comment: 'c1' } as const;
    const held = releasedPlay().do(comment(COMMITTEE));
    held.do({ type: 'hold', at: T0, actor: who('aa-unit-person-1'), with: 'BB' });
    expect(refused(held, release(INTERIOR, what))).toBe('CasePaused');
    const closed = releasedPlay().do(comment(COMMITTEE));
    closed.do({ type: 'withdraw', at: T0, actor: who(DRAFTER), reason: null });
    expect(refused(closed, release(INTERIOR, what))).toBe('CaseClosed');
  });

  it('lets a revision cross', () => {
    const play = releasedPlay();
    play.do(revising(play.state, { aim: 'aim-2' }));
    expect(refused(play, release(INTERIOR, { kind: 'revision', number: 2 }))).toBe('NotFound');
    const made = madeBy(play, () => play.do(release(FAO, { kind: 'revision', number: 2 })));
    expect(made.slice(0, 3).map((e) => e.type)).toEqual(['RevisionReleased', 'ActedInside', 'RoundStarted']);
  });
});

describe('a file kept inside', () => {
  const withFile = () => {
    const play = new Play(manyWorld).submit({
      participants: ['aa-city', 'bb-east'],
      revision: { ...TEXT, attachments: [{ sha256: FILE, audience: 'inside' }] },
    });
    for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao']) play.reply(office);
    return play;
  };
  const file = (sha256 = FILE) => ({ kind: 'attachment', sha256 }) as const;

  it('crosses once, by the proposing side alone', () => {
    const play = withFile();
    expect(refused(play, release(INTERIOR, file()))).toBe('UnknownAttachment');
    expect(refused(play, release(FAO, file('0'.repeat(64))))).toBe('UnknownAttachment');
    const made = madeBy(play, () => play.do(release(FAO, file())));
    expect(made).toMatchObject([
      { type: 'AttachmentReleased', chain: 'case', data: { sha256: FILE, side: 'AA' } },
      { type: 'ActedInside', chain: 'AA', data: { act: 'attachmentReleased' } },
    ]);
    expect(refused(play, release(FAO, file()))).toBe('ReleasedAlready');
  });
});

describe('a text that a house sends back', () => {
  const sentBack = () => {
    const play = releasedPlay();
    replyAs(play, 'bb-ministry', 'requestChanges', 'wish-of-the-ministry');
    replyAs(play, 'bb-east-committee', 'requestChanges', 'wish-of-the-committee');
    const ballot = play.case.tracks[EAST]?.returnedBy ?? '';
    return { play, ballot };
  };

  it('crosses with the wishes of all who asked, and with nothing of what they said inside', () => {
    const { play, ballot } = sentBack();
    expect(caseDetails(play.case, unit('bb'))?.unreleased).toEqual([{ kind: 'return', ballot }]);
    const made = madeBy(play, () => play.do(release(INTERIOR, { kind: 'return', ballot })));
    expect(made).toMatchObject([
      {
        type: 'Returned',
        chain: 'case',
        data: { side: 'BB', participant: 'bb-east', revision: 1, sections: ['border'] },
      },
      { type: 'ActedInside', chain: 'BB', data: { act: 'returned' } },
    ]);
    const { statements } = caseDetails(play.case, unit('aa'))?.returns[0] ?? {};
    expect(statements?.map((s) => s.hash).toSorted()).toEqual(['wish-of-the-committee', 'wish-of-the-ministry']);
    expect(JSON.stringify(made[0])).not.toContain('inside-');
    expect(caseDetails(play.case, unit('bb'))?.unreleased).toEqual([]);
  });

  it('crosses once, and only where the house did send it back', () => {
    const { play, ballot } = sentBack();
    const west = Object.values(play.case.ballots).find((b) => b.track === 'others.bb-west')?.id ?? '';
    expect(refused(play, release(INTERIOR, { kind: 'return', ballot: west }))).toBe('NothingToRelease');
    expect(refused(play, release(FAO, { kind: 'return', ballot }))).toBe('NotFound');
    play.do(release(INTERIOR, { kind: 'return', ballot }));
    expect(refused(play, release(INTERIOR, { kind: 'return', ballot }))).toBe('ReleasedAlready');
  });
});

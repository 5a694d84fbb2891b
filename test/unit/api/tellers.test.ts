/** Every event, in every shape in which it comes, has its line in every complete language. */
import { TELLERS } from '../../../api/proposals/tellers';
import type { Names, Tell } from '../../../api/proposals/tellers/teller';
import { EVENT_TYPES, type EventData, type EventType, OBLIGATION_KINDS } from '../../../domain/proposal/events';
import type { Case } from '../../../domain/proposal/state';
import { loadTexts } from '../../../locales/texts';

const texts = loadTexts();
const AT = '2026-06-10T03:00:00.000Z';
const text = { hash: 'a' };
const ofSeats = [
  { ballot: 'b-house', seat: 's' },
  { ballot: 'b-joint', seat: 'position' },
  { ballot: 'b-joint', seat: 'consent' },
];
const REASONS = ['extension', 'lifted', 'resumed', 'calendarChanged'] as const;
const TRACKS = ['t-side', 't-participant', 't-joint'];
const ACTS = [
  'revisionReleased',
  'revisionAccepted',
  'commentReleased',
  'attachmentReleased',
  'returned',
  'joined',
  'left',
  'fileSupplied',
  'extensionAnswered',
  'extensionAsked',
  'actRecorded',
] as const satisfies readonly EventData<'ActedInside'>['act'][];

const state = {
  proposing: 'CN',
  submitter: { organization: 'cn-city' },
  tracks: {
    't-side': { side: 'TH', participant: null },
    't-participant': { side: 'TH', participant: 'th-province' },
    't-joint': { side: null, participant: null },
  },
  ballots: {
    'b-house': { track: 't-side', seats: [{ key: 's', side: 'TH', office: 'th-office:desk', participant: null }] },
    'b-joint': {
      track: 't-joint',
      seats: [
        { key: 'position', side: 'TH', office: 'th-office:desk', participant: null, electorate: 'seats' },
        { key: 'consent', side: 'TH', office: 'th-office:desk', participant: 'th-province', electorate: 'consents' },
      ],
    },
  },
  obligations: OBLIGATION_KINDS.map((kind) => ({ id: kind, kind, side: 'TH' })),
} as unknown as Case;

/** Shapes of the events that are told in more than one way; of the others one with everything that they name. */
const SHAPES: { [T in EventType]?: readonly Partial<EventData<T>>[] } = {
  Submitted: [{ submitter: { organization: 'cn-city', person: 'p' } }],
  TrackEntered: TRACKS.map((track) => ({ track, steps: [] })),
  BallotOpened: [{}, { asked: [{ office: 'th-office:desk' }] as never }],
  SeatsAsked: [
    { asked: [{ office: 'a:desk' }] as never },
    { asked: [{ office: 'a:desk' }, { office: 'b:desk' }] as never },
  ],
  Reminded: [{ ballot: 'b-house', seats: [{ key: 's', nextReminder: null }] }],
  ReferredUp: [{ to: { office: 'th-ministry:desk' } as never }],
  ReplyGiven: [...ofSeats, { ...ofSeats[0], signed: {} as never }].map((shape) => ({ ...shape, kind: 'agree' })),
  BallotClosed: (['positive', 'negative', 'lapsed', 'returned'] as const).map((result) => ({ result })),
  TrackSettled: (['positive', 'negative', 'lapsed', 'left', 'overtaken'] as const).flatMap((result) =>
    TRACKS.map((track) => ({ track, result })),
  ),
  Commented: [{ organization: 'cn-city' }],
  CommentReleased: [true, false].map((asks) => ({ asks, organization: 'cn-city' })),
  AttachmentReleased: [{ side: 'CN' }],
  Concluded: (['agreed', 'notAgreed', 'withdrawn', 'lapsed'] as const).map((outcome) => ({ outcome })),
  ActedInside: ACTS.map((act) => ({ act, organization: 'cn-city' })),
  RevisionOffered: [{ organization: 'cn-city' }],
  RevisionReleased: [[], ['th-province']].map((acceptedBy) => ({ acceptedBy, organization: 'cn-city' })),
  RevisionAccepted: [{ organization: 'cn-city' }],
  Returned: [null, 'th-province'].map((participant) => ({ participant, side: 'TH' })),
  RoundStarted: (['revision', 'joined', 'left'] as const).map((reason) => ({ reason })),
  TrackRenewed: TRACKS.map((track) => ({ track })),
  Joined: [{ organization: 'cn-city' }],
  Left: [null, 'th-province'].map((organization) => ({ organization, side: 'TH' })),
  FileAwaited: [{ office: 'th-office:desk' }],
  FileLacks: [{ side: 'TH', lacking: text }],
  ExtensionAsked: ofSeats,
  ExtensionGranted: ofSeats,
  ExtensionDeclined: ofSeats,
  HoldPlaced: [{ with: 'TH' }],
  HoldLifted: [{ with: 'TH' }],
  DeadlineMoved: REASONS.map((reason) => ({ reason, due: AT })),
  SeatDeadlinesMoved: REASONS.map((reason) => ({ reason, seats: [{ key: 's', due: AT, nextReminder: null }] })),
  ReplyExpired: ofSeats,
  Delegated: [{ ...ofSeats[0], from: 'p', to: 'q' }],
  DelegationEnded: [{ ...ofSeats[0], from: 'p', to: 'q' }],
  ConflictDeclared: [{ person: 'p' }],
  ReplyVoided: ofSeats,
  HoldersChanged: [{ office: 'th-office:desk' }],
  PaperEntered: [{ ...ofSeats[0] }],
  PaperRefused: [{ ...ofSeats[0] }],
  ObligationsBegun: [{ obligations: OBLIGATION_KINDS.map((kind) => ({ kind }) as never) }],
  ActRecorded: OBLIGATION_KINDS.map((kind) => ({ kind, side: 'TH', dated: '2026-06-10' })),
  TookEffect: [{ signedOn: '2026-06-10' }],
  FellDue: OBLIGATION_KINDS.map((obligation) => ({ obligation })),
};

const echo = (what: string) => (given: string) => `<${what} ${given}>`;
const names: Names = {
  organization: echo('organization'),
  office: echo('office'),
  person: echo('person'),
  side: echo('side'),
  kind: echo('kind'),
  outcome: echo('outcome'),
  obligation: echo('obligation'),
  instant: echo('instant'),
  day: echo('day'),
};

const toldOf = (type: EventType) =>
  (SHAPES[type] ?? [{}]).flatMap((data) => {
    const tell = TELLERS[type] as Tell<EventType>;
    return tell({ type, chain: 'TH', at: AT, data } as never, { state, names }) ?? [];
  });

describe.each(EVENT_TYPES)('%s', (type) => {
  it.each(['en', 'zh', 'th'] as const)('is told in %s, with all that it names', (language) => {
    const told = toldOf(type);
    expect(told.length).toBeGreaterThan(0);
    for (const { key, values } of told) {
      const line = texts.say(language, `timeline:${key}`, values);
      const named = Object.values(values).filter((value): value is string => typeof value === 'string');
      for (const name of named) expect(line).toContain(name);
      expect(line).not.toMatch(/undefined|\{\{/);
      expect(texts.compose(language, `timeline:${key}`, values).language).toBe(language);
    }
  });
});

it('between the sides no line names an office of a house', () => {
  const joint = [
    { ballot: 'b-joint', seat: 'position' },
    { ballot: 'b-joint', seat: 'consent' },
  ];
  for (const type of [
    'ReplyGiven',
    'ExtensionAsked',
    'ExtensionGranted',
    'ExtensionDeclined',
    'ReplyExpired',
    'ReplyVoided',
  ] as const) {
    const told = joint.map((data) => (TELLERS[type] as Tell<EventType>)({ type, data } as never, { state, names }));
    expect(JSON.stringify(told)).not.toContain('th-office');
    expect(JSON.stringify(told)).toMatch(/side TH.*th-province/);
  }
});

it('what only moved reminders, or settled between the sides, is no line of its own', () => {
  const tell = (type: EventType, data: object) =>
    (TELLERS[type] as Tell<EventType>)({ type, data } as never, { state, names });
  expect(tell('DeadlineMoved', { due: null, reason: 'lifted' })).toBeNull();
  expect(tell('SeatDeadlinesMoved', { seats: [{ due: null }], reason: 'lifted' })).toBeNull();
  expect(tell('TrackSettled', { track: 't-joint', result: 'positive' })).toBeNull();
});

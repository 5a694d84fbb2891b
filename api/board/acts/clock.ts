/** What a coordinator puts right with the clocks of their own house, and who is given more time. */
import type { RefusalCode } from '../../../domain/proposal/refusals';
import type { Seat } from '../../../domain/proposal/state';
import type { BallotView } from '../../../domain/visibility/case-view';
import type { Fields } from '../../forms/fields';
import { newIntervention } from '../../proposals/act-schemas';
import { interveneInCase } from '../../proposals/intervene';
import type { Reading } from '../reading';
import { type BoardAct, choice, type Form, isOpenTo, missing, short, text, through, UNWRITTEN } from './form';

const send = through(newIntervention, interveneInCase);
const reasoned = (fields: Fields) => missing(fields, 'reason', 'ReasonNeeded');

/** Whoever asked for more time is answered; in the own house its unit may give it unasked. */
export const extension: BoardAct = {
  forms: (reading) => {
    const seats = seatsIn(reading);
    const asked = seats.filter(({ seat }) => seat.extension?.state === 'asked').flatMap((s) => answerTo(reading, s));
    const unasked = seats.filter((s) => s.seat.extension === null && mayExtend(reading, s, 1));
    return [...asked, ...(unasked.length > 0 ? [unaskedFor(reading, unasked)] : [])];
  },
  faults: (fields) => [
    ...(fields.choice === 'extend' && !/^[1-9]\d{0,2}$/.test(fields.workingDays ?? '')
      ? [{ input: 'workingDays', code: 'DaysMissing' }]
      : []),
    ...reasoned(fields),
  ],
  body: ({ choice: kind, of = '', workingDays, reason }, language) => {
    const [ballot, seat] = of.split(' ');
    return { kind, ballot, seat, ...(kind === 'extend' ? { workingDays: Number(workingDays) } : {}), reason, language };
  },
  inputs: { ballot: 'of', seat: 'of' },
  send,
};

type Asked = Readonly<{ ballot: BallotView; seat: Seat }>;

/** The seats that a reader sees in open ballots, and what they have asked for where that is the reader's to know. */
const seatsIn = ({ ballots, state }: Reading): readonly Asked[] =>
  ballots
    .filter((b) => b.status === 'open')
    .flatMap((ballot) => (state.ballots[ballot.id]?.seats ?? []).map((seat) => ({ ballot, seat })));

const idOf = ({ ballot, seat }: Asked): string => `${ballot.id} ${seat.key}`;

const mayExtend = (reading: Reading, { ballot, seat }: Asked, workingDays: number): boolean =>
  isOpenTo(reading, {
    type: 'intervene',
    reason: UNWRITTEN,
    what: { kind: 'extend', ballot: ballot.id, seat: seat.key, workingDays },
  });

function answerTo(reading: Reading, asked: Asked): readonly Form[] {
  const { ballot, seat } = asked;
  const what = { kind: 'declineExtension', ballot: ballot.id, seat: seat.key } as const;
  if (!isOpenTo(reading, { type: 'intervene', reason: UNWRITTEN, what })) return [];
  return [
    {
      thing: idOf(asked),
      about: [nameOf(reading, asked)],
      hidden: { of: idOf(asked) },
      inputs: [short('number', 'workingDays', String(seat.extension?.workingDays ?? '')), text('reason')],
      buttons: ['extend', 'declineExtension'],
    },
  ];
}

const unaskedFor = (reading: Reading, seats: readonly Asked[]): Form => ({
  thing: 'unasked',
  about: [],
  hidden: {},
  inputs: [
    choice(
      'of',
      seats.map((asked) => ({ value: idOf(asked), name: nameOf(reading, asked), words: null })),
    ),
    short('number', 'workingDays'),
    text('reason'),
  ],
  buttons: ['extend'],
});

/** Of another side no office is named. */
function nameOf({ names, user }: Reading, { seat }: Asked) {
  if (seat.side === user.side && seat.office !== null) return names.office(seat.office);
  return seat.electorate === 'consents' && seat.participant !== null
    ? names.organization(seat.participant)
    : names.side(seat.side);
}

/** Tracks of the own house whose clock stands still or runs, and whom each is about. */
const clockOf = (kind: 'suspend' | 'unsuspend' | 'resume', shown: readonly RefusalCode[] = []): BoardAct => ({
  forms: (reading) => {
    const { state, user, names } = reading;
    const open = Object.values(state.tracks)
      .filter(({ id, side }) => side === user.side || state.stops.some((s) => s.track === id && s.side === user.side))
      .filter(({ id }) =>
        isOpenTo(reading, { type: 'intervene', reason: UNWRITTEN, what: { kind, track: id } }, shown),
      );
    if (open.length === 0) return [];
    const options = open.map(({ id, participant, side }) => ({
      value: id,
      name: participant === null ? names.side(side ?? user.side) : names.organization(participant),
      words: null,
    }));
    const only = options.length === 1 ? options[0] : undefined;
    return [
      {
        thing: kind,
        about: only ? [only.name] : [],
        hidden: only ? { track: only.value } : {},
        inputs: [...(only ? [] : [choice('track', options)]), text('reason')],
        buttons: [kind],
      },
    ];
  },
  faults: reasoned,
  body: ({ track, reason }, language) => ({ kind, track, reason, language }),
  send,
});

export const suspend = clockOf('suspend');
export const unsuspend = clockOf('unsuspend');
/** Who is still missing is worth reading beside the form. */
export const resume = clockOf('resume', ['StillNobodyEligible']);

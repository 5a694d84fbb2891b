/** Nobody decides alone or twice, whatever happens in which order. */
import fc from 'fast-check';
import { carryCommand } from '../../../domain/proposal/carry';
import type { Command } from '../../../domain/proposal/commands';
import { barredAsAuthor, unanswerableSeat } from '../../../domain/proposal/eligibility';
import type { ProposalEvent } from '../../../domain/proposal/events';
import { evolve } from '../../../domain/proposal/evolve';
import { type Case, isStopped } from '../../../domain/proposal/state';
import { seeded } from '../seeded';
import { asCase, CASE_ID, deepFreeze, replyOf, world as small, T0 } from './fixtures';
import { Play } from './spec';
import { ALTERNATE, AUTHOR, by, CITY_FAO, holder, PRINCIPAL, withHouse, withMore, withPerson } from './with-people';

const CONGRESS = 'aa-city-congress:desk';
const CONGRESSMAN = 'aa-city-congress-person-1';
const EXPERT = 'aa-expert';
const two = withHouse(
  [
    {
      key: 'both',
      seats: [{ role: 'city-fao' }, { role: 'congress' }],
      rule: { kind: 'all' },
      offers: ['agree', 'reserve', 'object'],
      early: false,
    },
  ],
  withPerson(small, EXPERT, 'aa-province'),
);
/** The author holds a seat, and so does the principal of the other office: both must be kept apart by the rules. */
const world = withMore(
  withMore(two, CITY_FAO, holder(AUTHOR, 'alternate')),
  CONGRESS,
  holder(PRINCIPAL, 'alternate'),
  holder(EXPERT, 'delegate', { by: CONGRESSMAN }),
);
const start = deepFreeze(new Play(world).submit().case);

const PEOPLE = [PRINCIPAL, ALTERNATE, AUTHOR, CONGRESSMAN, EXPERT, 'bb-interior-person-1'];
const person = fc.constantFrom(...PEOPLE);
const seat = fc.constantFrom(CITY_FAO, CONGRESS);
const step = fc.oneof(
  fc.record({
    type: fc.constant('reply' as const),
    person,
    seat,
    kind: fc.constantFrom('agree' as const, 'reserve' as const),
  }),
  fc.record({ type: fc.constant('delegate' as const), person, seat, to: person }),
  fc.record({ type: fc.constant('endDelegation' as const), person, seat, to: person }),
  fc.record({ type: fc.constant('declareConflict' as const), person, seat }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function commandOf(state: Case, { person: who, ...asked }: Step): Command | null {
  const open = Object.values(state.ballots).find((b) => b.status === 'open' && b.step === 'both');
  if (!open) return null;
  const at = { at: T0, actor: by(world, who), ballot: open.id, seat: asked.seat };
  if (asked.type === 'declareConflict') return { ...at, type: asked.type, reason: null };
  if (asked.type !== 'reply') return { ...at, type: asked.type, to: asked.to };
  const standing = open.seats.find((s) => s.key === asked.seat)?.reply?.id ?? null;
  const shown = { ...replyOf(state, 'aa-city-fao', asked.kind).shown, standing };
  return { ...at, type: 'reply', kind: asked.kind, inside: null, statement: null, shown };
}

/** Who decides with a reply: the person, and the one on whose behalf. */
const decidersOf = (event: ProposalEvent): readonly string[] => {
  if (event.type !== 'ReplyGiven' || !event.data.signed) return [];
  const { person: signatory, onBehalfOf } = event.data.signed;
  return [signatory, onBehalfOf].flatMap((p) => p ?? []);
};

/** Plays the steps, refusals left aside, and looks at each accepted one with the state just before it. */
function play(steps: readonly Step[], look: (before: Case, event: ProposalEvent) => void): Case {
  return steps.reduce((state, one) => {
    const command = commandOf(state, one);
    const answer = command && carryCommand(deepFreeze(state), CASE_ID, deepFreeze(command), world, 'commit');
    if (!answer?.accepted) return state;
    let before = state;
    for (const event of answer.carried.events) {
      look(before, event);
      before = asCase(evolve(before, CASE_ID, event));
    }
    return answer.carried.state;
  }, start);
}

const steps = fc.array(step, { minLength: 1, maxLength: 25 });

seeded(
  'nobody decides who wrote the text, declared a conflict, or speaks for another seat of the step',
  steps,
  (given) => {
    const seatOf = new Map<string, string>();
    play(given, (before, event) => {
      for (const decider of decidersOf(event)) {
        expect([decider, barredAsAuthor(before, decider)]).toEqual([decider, null]);
        if (event.type !== 'ReplyGiven' || !event.data.ballot.includes('.both.')) continue;
        const already = seatOf.get(decider) ?? event.data.seat;
        expect([decider, already]).toEqual([decider, event.data.seat]);
        seatOf.set(decider, event.data.seat);
      }
    });
  },
  300,
);

seeded(
  'no reply stands in an open ballot of whoever declared a conflict, and a seat without anybody stops its track',
  steps,
  (given) => {
    const end = play(given, () => undefined);
    const open = Object.values(end.ballots).filter((b) => b.status === 'open');
    const standing = open.flatMap((b) => b.seats).flatMap(({ reply }) => [reply?.person, reply?.onBehalfOf]);
    expect(standing.filter((p) => p && end.conflicts.includes(p))).toEqual([]);
    const empty = open.filter((b) => unanswerableSeat(end, b, 'AA', world.directory, T0) !== null);
    expect(empty.filter((b) => !isStopped(end, b.track)).map((b) => [b.id, end.conflicts])).toEqual([]);
  },
  300,
);

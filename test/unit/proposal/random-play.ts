/**
 * Plays a case of several houses with acts that a generator picks, accepted or refused as they come, with the
 * workflows awake or asleep and time going on between them.
 */
import fc from 'fast-check';
import type { ReplyKind } from '../../../domain/ballot/replies';
import type { World } from '../../../domain/procedure/world';
import { carryCommand, carryMoves, type Moves } from '../../../domain/proposal/carry';
import type { Actor, Command } from '../../../domain/proposal/commands';
import type { ProposalEvent } from '../../../domain/proposal/events';
import type { Driver } from '../../../domain/proposal/moves';
import { type Case, isCase, NONE, type ProposalState, type Seat } from '../../../domain/proposal/state';
import { addMilliseconds, type Instant } from '../../../domain/time/instant';
import { CASE_ID, DRAFTER, deepFreeze, submission, T0 } from './fixtures';
import { manyProcedure, manyWorld, TEXT, textWith, who } from './many-sides';

/** One act: what kind of act it is, and numbers by which its particulars are picked. */
export type Act = readonly [kind: number, pick: number, other: number];
export const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 999 }), fc.nat({ max: 999 })),
  // Long enough for a case to be carried through its rounds to its end.
  { minLength: 20, maxLength: 70, size: 'max' },
);

const HOUR_MS = 3_600_000;
const OFFERS: ReplyKind[] = [
  'agree',
  'agreeWithComments',
  'object',
  'requestChanges',
  'reserve',
  'abstain',
  'requestExtension',
];

/** The world of many sides with every kind of reply on offer, deadlines, and more time on request. */
export const wideWorld: World = deepFreeze({
  ...manyWorld,
  procedure: {
    ...manyProcedure,
    stages: manyProcedure.stages.map((stage) =>
      stage.steps === 'profile' || stage.key !== 'joint'
        ? stage
        : {
            ...stage,
            steps: stage.steps.map((step) =>
              'parallel' in step ? step : { ...step, offers: OFFERS, extension: { workingDays: 10 } },
            ),
          },
    ),
  },
});

const actorFrom = (person: string): Actor => who(person);
const at = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];

/** Every open seat with the person who answers for it first. */
const awaited = (state: Case): readonly { ballot: string; seat: Seat }[] =>
  Object.values(state.ballots)
    .filter((b) => b.status === 'open')
    .flatMap((b) => b.seats.filter((s) => s.office !== null).map((seat) => ({ ballot: b.id, seat })));

function replyBy(state: Case, pick: number, other: number): Command | null {
  const all = awaited(state);
  const silent = all.filter(({ seat }) => seat.reply === null);
  const asked = at(other % 4 === 0 ? all : silent, pick);
  if (!asked) return null;
  const { ballot, seat } = asked;
  // Mostly in favour: otherwise no case lives long enough for the rest.
  const kind = other % 20 < 17 ? 'agree' : (at(OFFERS, other) ?? 'agree');
  return {
    type: 'reply',
    at: T0,
    actor: actorFrom(`${seat.organization}-person-1`),
    ballot,
    seat: seat.key,
    kind,
    inside: null,
    statement: null,
    ...(kind === 'requestExtension' ? { workingDays: 1 + (other % 10) } : {}),
    shown: {
      revision: state.revision.hash,
      language: 'en',
      procedure: state.procedure.hash,
      standing: seat.reply?.id ?? null,
    },
  };
}

const PARTICIPANTS = ['aa-city', 'bb-east', 'bb-west', 'bb-province'] as const;
const RELEASING = ['aa-city-fao-person-1', 'bb-interior-person-1'] as const;

function reviseBy(state: Case, pick: number, other: number): Command {
  const organization = at(PARTICIPANTS, pick) ?? 'aa-city';
  const section = other % 2 === 0 ? 'aim' : 'border';
  const revision = textWith(state.revision.number + 1, { [section]: `${section}-${pick}-${other}` });
  const actor = actorFrom(organization === 'aa-city' ? DRAFTER : `${organization}-person-1`);
  return { type: 'revise', at: T0, actor, base: state.revision.number, revision, drafters: [], dispositions: [] };
}

/** The act that some numbers name in a state; null where there is nothing of that kind to do. */
export function commandOf(state: Case, [kind, pick, other]: Act): Command | null {
  const offer = at(state.offers, pick);
  const participant = at(PARTICIPANTS, pick) ?? 'aa-city';
  if (kind < 78) return replyBy(state, pick, other);
  if (kind < 81) return reviseBy(state, pick, other);
  if (kind < 86) {
    const actor = actorFrom(at(RELEASING, other) ?? '');
    const what = { kind: 'revision' as const, number: offer?.revision.number ?? 2 };
    return { type: 'release', at: T0, actor, what };
  }
  if (kind < 90) {
    const actor = actorFrom(participant === 'aa-city' ? DRAFTER : `${participant}-person-1`);
    return { type: 'acceptRevision', at: T0, actor, revision: offer?.revision.number ?? 2 };
  }
  if (kind < 91) {
    const actor = actorFrom('bb-province-person-1');
    return { type: 'join', at: T0, actor, organization: 'bb-province', number: state.number };
  }
  if (kind < 92) {
    if (pick % 2 === 0) return null;
    return { type: 'leave', at: T0, actor: actorFrom(`${participant}-person-1`), organization: participant };
  }
  const unit = actorFrom(other % 2 === 0 ? 'aa-unit-person-1' : 'bb-unit-person-1');
  const facing = unit.side === 'AA' ? 'BB' : 'AA';
  if (kind < 94) return { type: 'hold', at: T0, actor: unit, with: facing };
  if (kind < 97) return { type: 'lift', at: T0, actor: unit, with: facing };
  if (kind < 98) return { type: 'recount', at: T0, actor: unit };
  return pick % 8 === 0 ? { type: 'withdraw', at: T0, actor: actorFrom(DRAFTER), reason: null } : null;
}

export class RandomPlay {
  state: ProposalState = NONE;
  events: ProposalEvent[] = [];
  now: Instant = T0;
  accepted = 0;

  constructor(
    readonly moves: Moves,
    private readonly look: (before: ProposalState, after: Case, made: readonly ProposalEvent[]) => void,
  ) {
    this.command(submission({ participants: ['aa-city', 'bb-east', 'bb-west'], revision: TEXT, drafters: [DRAFTER] }));
    // What comes before the release is played elsewhere; here the houses of the other side are to be many.
    for (let i = 0; i < 3; i += 1) this.agree();
  }

  get case(): Case {
    if (!isCase(this.state)) throw new Error('No case yet');
    return this.state;
  }

  play(script: readonly Act[]): this {
    for (const act of script) {
      const command = commandOf(this.case, act);
      if (command) this.command(command);
      // Time goes on by hours, now and then by weeks, and the workflows sleep through every third act.
      this.now = addMilliseconds(this.now, (act[1] % 17 === 0 ? 400 : act[1] % 30) * HOUR_MS);
      if (act[2] % 3 !== 0) this.drive();
    }
    return this.drive();
  }

  drive(): this {
    for (let moved = true; moved; ) {
      const drivers: Driver[] = [...Object.keys(this.case.tracks).map((track) => ({ track })), 'proposal'];
      moved = drivers.map((driver) => this.advance(driver)).some(Boolean);
    }
    return this;
  }

  private agree(): void {
    const next = replyBy(this.drive().case, 0, 1);
    if (next) this.command(next);
  }

  private command(command: Command): void {
    const answer = carryCommand(this.state, CASE_ID, { ...command, at: this.now }, wideWorld, this.moves);
    if (!answer.accepted) return;
    this.accepted += 1;
    this.take(answer.carried.state, answer.carried.events);
  }

  private advance(driver: Driver): boolean {
    const { state, events } = carryMoves(this.case, driver, wideWorld, this.now);
    if (events.length > 0) this.take(state, events);
    return events.length > 0;
  }

  private take(state: Case, made: readonly ProposalEvent[]): void {
    const before = this.state;
    this.state = deepFreeze(state);
    this.events.push(...made);
    this.look(before, state, made);
  }
}

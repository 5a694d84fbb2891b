/**
 * A case of several houses in which whatever is said inside a house is written in ink that tells whose it is, so that
 * a drop of it in another side's reading is found.
 */
import type { World } from '../../../domain/procedure/world';
import { type Carried, carryCommand, carryMoves } from '../../../domain/proposal/carry';
import type { Command } from '../../../domain/proposal/commands';
import { type Case, isCase, NONE, type ProposalState, trackOf } from '../../../domain/proposal/state';
import { addMilliseconds, type Instant } from '../../../domain/time/instant';
import { CASE_ID, DRAFTER, deepFreeze, submission, T0 } from '../proposal/fixtures';
import { TEXT, who } from '../proposal/many-sides';
import { type Act, commandOf, wideWorld } from '../proposal/random-play';

const HOUR_MS = 3_600_000;
/** A file that the proposer keeps inside at first. */
export const FILE = 'f'.repeat(64);

/** The world of many sides with something to do after the agreement. */
export const inkedWorld: World = deepFreeze({
  ...wideWorld,
  procedure: {
    ...wideWorld.procedure,
    after: [
      { obligation: 'sign', per: 'side' },
      { obligation: 'report', per: 'side', due: { calendarDays: 15, from: 'signed' } },
    ],
  },
});

const WRITERS = ['aa-city-fao', 'aa-city', 'bb-east-committee', 'bb-ministry', 'bb-interior', 'bb-unit'] as const;
const RELEASING = ['aa-city-fao-person-1', 'bb-interior-person-1'] as const;

/** What a person says inside; in a house a statement is for that house too, unless it asks for changes. */
function inked(state: Case, command: Command): Command {
  if (command.type !== 'reply') return command;
  const { side } = command.actor;
  const ballot = state.ballots[command.ballot];
  const isJoint = ballot === undefined || trackOf(state, ballot.track).side === null;
  const isHidden = !isJoint && command.kind !== 'requestChanges';
  return {
    ...command,
    inside: { hash: `ink-${side}` },
    statement: { hash: isHidden ? `ink-${side}` : 'open' },
    ...(command.kind === 'requestChanges' ? { sections: ['border'] } : {}),
  };
}

/** Comments, what waits for its release, and acts after the agreement. */
function aside(state: Case, [, pick, other]: Act): Command | null {
  const writer = who(`${WRITERS[pick % WRITERS.length]}-person-1`);
  const releaser = who(RELEASING[other % 2] ?? '');
  const isInside = other % 3 === 0;
  switch (pick % 7) {
    case 0:
      return {
        type: 'comment',
        at: T0,
        actor: writer,
        comment: `${isInside ? `ink-${writer.side}` : 'c'}-${pick}-${other}`,
        text: { hash: isInside ? `ink-${writer.side}` : 'open' },
        section: 'aim',
        audience: isInside ? 'inside' : 'others',
        asks: other % 2 === 0,
      };
    case 1: {
      const waiting = state.unreleasedComments.find((c) => c.side === releaser.side);
      if (!waiting) return null;
      return { type: 'release', at: T0, actor: releaser, what: { kind: 'comment', comment: waiting.comment } };
    }
    case 2: {
      const ballot = Object.values(state.tracks).find((t) => t.side === 'BB' && t.returnedBy !== null)?.returnedBy;
      return ballot ? { type: 'release', at: T0, actor: who(RELEASING[1]), what: { kind: 'return', ballot } } : null;
    }
    case 3:
      return { type: 'release', at: T0, actor: who(RELEASING[0]), what: { kind: 'attachment', sha256: FILE } };
    default:
      return null;
  }
}

export class InkedPlay {
  state: ProposalState = NONE;
  now: Instant = T0;

  constructor(private readonly look: (before: ProposalState, carried: Carried) => void) {
    const revision = { ...TEXT, attachments: [{ sha256: FILE, audience: 'inside' as const }] };
    this.command(submission({ participants: ['aa-city', 'bb-east', 'bb-west'], revision, drafters: [DRAFTER] }));
  }

  get case(): Case {
    if (!isCase(this.state)) throw new Error('No case yet');
    return this.state;
  }

  play(script: readonly Act[]): this {
    for (const act of script) {
      for (const command of [aside(this.case, act), commandOf(this.case, act)]) {
        if (command) this.command(inked(this.case, command));
      }
      this.now = addMilliseconds(this.now, (act[1] % 17 === 0 ? 400 : act[1] % 30) * HOUR_MS);
      if (act[2] % 3 !== 0) this.drive();
    }
    return this.drive().signed();
  }

  /** What comes after an agreement, as far as the play has reached one. */
  private signed(): this {
    for (const unit of ['aa-unit-person-1', 'bb-unit-person-1']) {
      const dated = this.now.slice(0, 10);
      this.command({ type: 'recordAct', at: T0, actor: who(unit), kind: 'sign', dated, number: null, mode: null });
    }
    this.now = addMilliseconds(this.now, 1000 * HOUR_MS);
    return this.drive();
  }

  private drive(): this {
    for (let moved = true; moved; ) {
      moved = ['proposal', ...Object.keys(this.case.tracks)].map((driver) => this.advance(driver)).some(Boolean);
    }
    return this;
  }

  private advance(driver: string): boolean {
    const by = driver === 'proposal' ? driver : { track: driver };
    const carried = carryMoves(this.case, by, inkedWorld, this.now);
    if (carried.events.length > 0) this.take(carried);
    return carried.events.length > 0;
  }

  private command(command: Command): void {
    const answer = carryCommand(this.state, CASE_ID, deepFreeze({ ...command, at: this.now }), inkedWorld, 'commit');
    if (answer.accepted) this.take(answer.carried);
  }

  private take(carried: Carried): void {
    const before = this.state;
    this.state = deepFreeze(carried.state);
    this.look(before, carried);
  }
}

/** given(events).when(command).then(events | refusal): inputs frozen, run twice with equal results. */
import type { World } from '../../../domain/procedure/world';
import { carryCommand, carryMoves, type Moves } from '../../../domain/proposal/carry';
import type { Command } from '../../../domain/proposal/commands';
import type { ProposalEvent } from '../../../domain/proposal/events';
import type { Driver } from '../../../domain/proposal/moves';
import type { Refusal } from '../../../domain/proposal/refusals';
import { type Case, NONE, type ProposalState } from '../../../domain/proposal/state';
import { asCase, CASE_ID, deepFreeze, replyOf, world as small, stateAfter, submission, T0 } from './fixtures';

type Result = Readonly<{ events: readonly ProposalEvent[] } | { refusal: Refusal }>;

function run(state: ProposalState, command: Command, world: World, moves: Moves): Result {
  const answer = carryCommand(deepFreeze(state), CASE_ID, deepFreeze(command), world, moves);
  return answer.accepted ? { events: answer.carried.events } : { refusal: answer.refusal };
}

export function given(events: readonly ProposalEvent[], world: World = small) {
  const state = stateAfter(events);
  return {
    when(command: Command | ((state: ProposalState) => Command), moves: Moves = 'commit') {
      const act = typeof command === 'function' ? command(state) : command;
      const once = run(state, act, world, moves);
      expect(run(state, act, world, moves)).toEqual(once);
      return {
        // biome-ignore lint/suspicious/noThenProperty: given, when, then is how these specs read; nothing awaits it.
        then(types: readonly ProposalEvent['type'][]): readonly ProposalEvent[] {
          if (!('events' in once)) throw new Error(`Refused: ${JSON.stringify(once.refusal)}`);
          expect(once.events.map((e) => e.type)).toEqual(types);
          return [...events, ...once.events];
        },
        refused(code: Refusal['code']): Refusal {
          expect(once).toMatchObject({ refusal: { code } });
          return (once as { refusal: Refusal }).refusal;
        },
      };
    },
  };
}

/** Plays a whole case: submission, then one reply after the other, engine moves included. */
export class Play {
  state: ProposalState = NONE;
  events: ProposalEvent[] = [];
  now = T0;

  constructor(
    private readonly world: World = small,
    private readonly moves: Moves = 'commit',
  ) {}

  get case(): Case {
    return asCase(this.state);
  }

  do(command: Command): this {
    const answer = carryCommand(this.state, CASE_ID, deepFreeze({ ...command, at: this.now }), this.world, this.moves);
    if (!answer.accepted) throw new Error(`Refused: ${JSON.stringify(answer.refusal)}`);
    return this.take(answer.carried.state, answer.carried.events).drive();
  }

  submit(changed: Parameters<typeof submission>[0] = {}): this {
    return this.do(submission(changed));
  }

  reply(
    office: string,
    kind: Parameters<typeof replyOf>[2] = 'agree',
    changed: Parameters<typeof replyOf>[3] = {},
  ): this {
    return this.do(replyOf(this.state, office, kind, changed));
  }

  /** What the workflows do when they wake: the tracks first, then the proposal, until nothing moves. */
  drive(now = this.now): this {
    this.now = now;
    for (;;) {
      const before = this.events.length;
      for (const track of Object.keys(this.case.tracks)) this.advance({ track });
      this.advance('proposal');
      if (this.events.length === before) return this;
    }
  }

  private advance(driver: Driver): void {
    const carried = carryMoves(this.case, driver, this.world, this.now);
    this.take(carried.state, carried.events);
  }

  private take(state: ProposalState, events: readonly ProposalEvent[]): this {
    this.state = deepFreeze(state);
    this.events.push(...events);
    return this;
  }
}

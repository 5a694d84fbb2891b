/** What all commands on a case have in common: who acts, on which case, and what is answered of it. */
import type { Actor, Command } from '../../domain/proposal/commands';
import type { EventData, EventType, TextRef } from '../../domain/proposal/events';
import type { Refusal } from '../../domain/proposal/refusals';
import { type Case, isCase, type ProposalState } from '../../domain/proposal/state';
import type { Instant } from '../../domain/time/instant';
import { type CaseView, caseView } from '../../domain/visibility/case-view';
import { type Viewer, visibleTo } from '../../domain/visibility/visible-to';
import { commitText } from '../../store/canonical';
import type { Snapshot } from '../../store/catalogue';
import type { StoredEvent } from '../../store/chain';
import type { ContentToKeep, TextToKeep } from '../../store/commit';
import type { Attempt } from '../../store/record';
import type { CaseParts } from '../deps';
import { applied, attemptOf, Captured } from '../http/attempt';
import { type ActInput, type Answer, type Caller, notFound } from '../http/route';
import { isCaseId } from './representation';

/** What arrives for a case that its address names. */
export type OnCase<B> = ActInput<{ id: string }, B>;

/** Whoever acts, by a key or on our pages, as commands name them. Pure. */
export const actorOf = ({ viewer, channel }: Pick<Caller, 'viewer' | 'channel'>): Actor => {
  const { person, organization, side } = viewer;
  return { person, organization, side, channel: channel ?? 'api' };
};

/** Whether a case is there for a viewer; where it is not, the answer is that of an unknown id. Pure. */
export const isThere = (state: ProposalState, viewer: Viewer): state is Case =>
  isCase(state) && visibleTo(viewer, { kind: 'case', state });

/** A text of the caller's side, with the reference under which the record knows it. */
export function keptText(body: string, about: Pick<TextToKeep, 'ownerSide' | 'kind' | 'language'>): TextToKeep {
  return { ...commitText(body), ...about, body };
}

/** The reference to a text that is kept beside the record. Pure. */
export const refTo = (text: TextToKeep | null): TextRef | null => text && { hash: text.hash };

/** What a command is made of: who, when, and what stands. */
export type Acting = Readonly<{ at: Instant; actor: Actor; state: Case; snapshot: Snapshot }>;

/** What is known once it is done. */
export type Done = Readonly<{ state: Case; view: CaseView; events: readonly StoredEvent[]; viewer: Viewer }>;

type Act = Readonly<{
  texts?: readonly TextToKeep[];
  content?: ContentToKeep;
  /** Asks the core also where the case is not there for the caller: it alone knows who may come in. */
  evenOutside?: true;
  /** Where the core points to, by where the body has it. */
  pointers?: Readonly<Record<string, string>>;
  command(acting: Acting): Command | Readonly<{ refusal: Refusal }>;
  respond(done: Done): Readonly<{ status: number; headers?: Record<string, string>; body: unknown }>;
}>;

/** Applies one command on a case for whoever calls. Somebody for whom the case is not there is told nothing else. */
export async function actOnCase(parts: CaseParts, input: OnCase<unknown>, act: Act): Promise<Answer> {
  const { params, caller } = input;
  if (!isCaseId(params.id)) throw notFound();
  const { viewer } = caller;
  const known = new Captured<Snapshot>();
  const common = attemptOf(parts, input);
  const attempt: Attempt = {
    ...common,
    proposal: params.id,
    texts: act.texts ?? [],
    ...(act.content ? { content: act.content } : {}),
    command: ({ now, state, snapshot }) => {
      known.keep(snapshot);
      const isKnown = act.evenOutside ? isCase(state) : isThere(state, viewer);
      if (!isCase(state) || !isKnown) return { refusal: { code: 'NotFound' } };
      return act.command({ at: now, actor: actorOf(caller), state, snapshot });
    },
    respond: ({ state, events }) => {
      const view = caseView(state, known.value.worldFor(state.procedure).procedure, viewer);
      if (!view) throw new Error(`Case ${state.id} is not visible to whoever acted on it`);
      return { headers: {}, ...act.respond({ state, view, events, viewer }) };
    },
    respondRefusal: (refusal) => common.respondRefusal(pointed(refusal, act.pointers)),
  };
  return applied(parts, attempt);
}

function pointed(refusal: Refusal, pointers: Act['pointers'] = {}): Refusal {
  const named = refusal.pointer === undefined ? undefined : pointers[refusal.pointer];
  return named === undefined ? refusal : { ...refusal, pointer: named };
}

/** The first event of a type that a command has left in the record, and where it stands. Throws where there is none. Pure. */
export function recordedAs<T extends EventType>(events: readonly StoredEvent[], type: T) {
  const found = events.find((event) => event.type === type);
  if (!found || found.payload === null) throw new Error(`The command left no ${type} in the record`);
  const { chain, seq, hash, at, payload } = found;
  return { event: { chain, seq, hash }, at, data: JSON.parse(payload) as EventData<T> };
}

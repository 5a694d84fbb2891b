/**
 * Acts of a reader that are no answer: a comment, a delegation, a conflict of interest. Each is a form on the page of the
 * case, and stands in the record, so it takes the answer code like an answer does.
 */
import type { Actor, Command } from '../../domain/proposal/commands';
import { REFUSALS } from '../../domain/proposal/refusals';
import type { Instant } from '../../domain/time/instant';
import { canonicalize, sha256 } from '../../store/canonical';
import type { TextToKeep } from '../../store/commit';
import type { Attempt } from '../../store/record';
import { textOf } from '../forms/fields';
import type { PageError } from '../look/frame';
import { type Answer, page, seeOther } from './answer';
import { type CaseExtras, casePage } from './case-page';
import { closedToAll, closedToReader } from './closed-page';
import type { Parts } from './parts';
import { refusalIn, refusedAnswer } from './refused';
import { type Reading, situationOf } from './situation';
import { asReader, isOurs, tryCode } from './to-answer';
import type { Done } from './view';
import { addressOf, type Visit } from './visit';

export type Act = Readonly<{
  name: string;
  /** What was typed, to be shown again. */
  typed: Pick<CaseExtras, 'comment' | 'instead'>;
  /** What is wrong with it before anything is tried. */
  fault: PageError | null;
  /** The fields beside which the code and a refusal stand. */
  codeField: string;
  field: string;
  texts: readonly TextToKeep[];
  /** What makes a repetition the same. */
  body: unknown;
  command(acting: Readonly<{ at: Instant; actor: Actor }>): Command;
  /** What the page then says, and the place on it. */
  done: Done;
  anchor: string;
}>;

/** A form of the page of the case that does something else than answer. */
export const acting =
  (actIn: (visit: Visit, reading: Reading) => Act) =>
  (visit: Visit, parts: Parts): Promise<Answer> =>
    asReader(visit, parts, async (reading) => {
      if (!reading.open) return page(409, 'closed.njk', closedToReader(visit, parts.texts, reading));
      const act = actIn(visit, reading);
      const again = async (status: number, error: PageError) =>
        page(status, 'case.njk', await casePage(visit, reading, parts, { ...act.typed, errors: [error] }));
      if (!isOurs(visit, reading.session.id)) return again(403, { code: 'SessionEnded', facts: {}, field: null });
      if (act.fault) return again(422, act.fault);
      const hindrance = await tryCode(visit, reading, parts, act.codeField);
      if (hindrance) return 'answer' in hindrance ? hindrance.answer : again(hindrance.status, hindrance.error);
      const { body } = await parts.record.apply(attemptOf(reading, act, textOf(visit.fields, 'nonce')));
      const refusal = refusalIn(body);
      if (!refusal) return seeOther(`${addressOf({ ...visit, done: act.done })}#${act.anchor}`);
      return refused(visit, parts, act, { code: refusal.code, facts: refusal.facts ?? {}, field: act.field });
    });

/** What a refused reader is shown, of the case as it stands now. */
async function refused(visit: Visit, parts: Parts, act: Act, error: PageError): Promise<Answer> {
  const reading = await situationOf(visit, parts);
  if (reading.kind !== 'reading' || error.code === 'NotYourSeat') {
    return page(403, 'closed.njk', closedToAll(visit, parts.texts, 'holderChanged'));
  }
  if (!reading.open) return page(409, 'closed.njk', closedToReader(visit, parts.texts, reading));
  const { status } = REFUSALS[error.code as keyof typeof REFUSALS];
  return page(status, 'case.njk', await casePage(visit, reading, parts, { ...act.typed, errors: [error] }));
}

function attemptOf({ place, person, viewer }: Reading, act: Act, nonce: string): Attempt {
  const { organization, side } = viewer;
  const actor: Actor = { person: person.id, organization, side, channel: 'mail' };
  return {
    proposal: place.proposal,
    credential: `ref:${place.ref}`,
    person: person.id,
    route: `POST /review/${act.name}`,
    idempotency: { key: nonce, bodyHash: sha256(canonicalize(act.body)) },
    texts: act.texts,
    command: ({ now }) => act.command({ at: now, actor }),
    respond: () => ({ status: 200, headers: {}, body: { done: act.done } }),
    respondRefusal: refusedAnswer,
  };
}

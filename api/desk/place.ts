/** The seat of an open question that an address names, as a registrar of its side finds it. */

import type { ReplyKind } from '../../domain/ballot/replies';
import { holdersOf } from '../../domain/directory/directory';
import { type Asked, no } from '../../domain/proposal/addressed';
import type { Actor } from '../../domain/proposal/commands';
import { officeOf } from '../../domain/proposal/eligibility';
import { checkRegistrar, checkReopening } from '../../domain/proposal/paper';
import type { Refusal } from '../../domain/proposal/refusals';
import { stepOf } from '../../domain/proposal/settle';
import type { Ballot, Case, Seat } from '../../domain/proposal/state';
import { addMilliseconds, type Instant, type LocalDate } from '../../domain/time/instant';
import { isBefore, localDateAt } from '../../domain/time/order';
import type { CaseView } from '../../domain/visibility/case-view';
import { chooseLanguage, type Language } from '../../locales/languages';
import type { Snapshot } from '../../store/catalogue';
import { caseOfBallot } from '../ballots/on-ballot';
import type { Visit } from '../forms/room';
import { notFound } from '../http/route';
import { readCase } from '../proposals/representation';
import type { SignedIn } from '../sign-in/session';
import { type DeskParts, registrarIn } from './parts';

export type Place = Asked &
  Readonly<{ user: SignedIn; state: Case; view: CaseView; snapshot: Snapshot; joint: boolean; office: string }>;

/** Finds it. Throws one and the same NotFound for all that is not of the registrar's side. */
export async function placeOf(visit: Pick<Visit, 'user' | 'params'>, parts: DeskParts): Promise<Place> {
  const user = registrarIn(visit);
  const { ballot: id = '', seat: key = '' } = visit.params;
  const { state, view, snapshot } = await readCase(parts, caseOfBallot(id), user.viewer);
  const asked = askedOf(state, user.side).find(({ ballot, seat }) => ballot.id === id && seat.key === key);
  if (!asked) throw notFound();
  return {
    ...asked,
    user,
    state,
    view,
    snapshot,
    joint: isJoint(state, asked.ballot),
    office: officeOf(state, asked.seat),
  };
}

/** A joint track is made anew with every round: of an older one only its ballots are left. */
const sideOf = (state: Case, { track }: Ballot): string | null => state.tracks[track]?.side ?? null;
const isJoint = (state: Case, ballot: Ballot): boolean => sideOf(state, ballot) === null;

/** All seats of a side that a case has asked so far, in its own house and in joint steps. Pure. */
export const askedOf = (state: Case, side: string): readonly Asked[] =>
  Object.values(state.ballots)
    .filter((ballot) => [null, side].includes(sideOf(state, ballot)))
    .flatMap((ballot) => ballot.seats.filter((seat) => seat.side === side).map((seat) => ({ ballot, seat })));

type Now = Readonly<{ user: SignedIn; snapshot: Snapshot; state: Case }>;

/** The last day on which an answer may be received and is in time; null without a date. Pure. */
export function lastDay({ user, snapshot }: Pick<Now, 'user' | 'snapshot'>, { due }: Seat): LocalDate | null {
  const calendar = snapshot.countries[user.side]?.calendar;
  return calendar && due ? localDateAt(calendar, addMilliseconds(due, -1)) : null;
}

/** Why no answer on paper can be entered here now, or null. The case is asked again when one is. Pure. */
export function hindranceOf({ user, snapshot, state }: Now, asked: Asked): Refusal | null {
  const world = snapshot.worldFor(state.procedure);
  const act = { actor: actorOf(user), at: user.now };
  const received = lastDay({ user, snapshot }, asked.seat) ?? '';
  const waits = isLate(asked, user.now) && asked.ballot.papers.some((p) => p.seat === asked.seat.key);
  return (
    checkReopening(state, asked, received, world) ??
    checkRegistrar(state, asked.seat.side, act, world) ??
    (waits ? no('PaperWaits') : null)
  );
}

export const actorOf = ({ viewer }: SignedIn): Actor => ({ ...viewer, channel: 'desk' });

/** Whether what is entered now waits for a second registrar. Pure. */
export const isLate = ({ ballot, seat }: Asked, now: Instant): boolean =>
  ballot.status !== 'open' || (seat.due !== null && !isBefore(now, seat.due));

/** The kinds that can come on paper: more time is asked for by other ways. Pure. */
export function kindsOnPaper(state: Case, { ballot }: Asked): readonly ReplyKind[] {
  const { adReferendum } = stepOf(state, ballot);
  return ballot.offers.filter(
    (kind) => kind !== 'requestExtension' && (kind !== 'agreeAdReferendum' || adReferendum !== undefined),
  );
}

/** The address of a page of a seat. Pure. */
export const addressOf = (ballot: string, seat: string, rest = ''): string =>
  `/desk/${encodeURIComponent(ballot)}/${encodeURIComponent(seat)}${rest}`;

/** The language of whoever holds the office first: the one in which it is asked on paper. Pure. */
export function languageOfOffice({ snapshot, office, user }: Pick<Place, 'snapshot' | 'office' | 'user'>): Language {
  const { directory } = snapshot;
  const [principal] = holdersOf(directory, office, user.now);
  return chooseLanguage([directory.people[principal?.person ?? '']?.language, user.language]);
}

/** The form of an answer on paper, and the page that shows it once more before it is recorded. */

import { isInTime } from '../../domain/proposal/paper';
import { stepOf } from '../../domain/proposal/settle';
import { type Answer, page, type Visit } from '../forms/room';
import type { PageError } from '../look/frame';
import { languageShown } from '../review/content';
import { headOf } from './head';
import type { DeskParts } from './parts';
import { hindranceOf, isLate, kindsOnPaper, languageOfOffice, type Place } from './place';
import { dateOf, sectionsIn, type Typed, typedOf } from './typed';
import type { CheckPage, DeskViews, EntryFacts, FormPage } from './views';

type Shown = Readonly<{ status: number; typed: Typed; errors: readonly PageError[] }>;

/** The form, with what was typed and what is wrong with it. */
export async function formPage(
  visit: Visit,
  parts: DeskParts,
  place: Place,
  { status, typed, errors }: Shown,
): Promise<Answer<DeskViews>> {
  const { head } = await headOf(visit, parts, place);
  const { user, view, state, ballot, seat, joint } = place;
  const refusal = hindranceOf(place, place);
  const data: FormPage = {
    ...head,
    nonce: user.csrf.nonce(),
    joint,
    kinds: kindsOnPaper(state, place),
    sections: view.revision.sections.map((s) => s.key),
    withNote: stepOf(state, ballot).note !== undefined,
    typed: { ...typed, language: typed.language || languageShown(view.revision, languageOfOffice(place)) },
    scanName: await scanName(parts, place, typed.scan),
    procedure: view.procedure.hash,
    standing: seat.reply && { id: seat.reply.id, kind: seat.reply.kind, at: seat.reply.at },
    isLate: isLate(place, user.now),
    isClosed: ballot.status !== 'open',
    noForm: refusal && { code: refusal.code, facts: refusal.facts ?? {}, field: null },
    errors,
  };
  return page<DeskViews, 'form.njk'>(status, 'form.njk', data);
}

const EMPTY = typedOf({});

export const emptyForm: Shown = { status: 200, typed: EMPTY, errors: [] };

async function scanName({ attachments }: DeskParts, { user }: Place, scan: string): Promise<string | null> {
  if (scan === '') return null;
  const [known] = await attachments.known(user.viewer, [scan]);
  return known?.name ?? null;
}

/** The entry once more; `waits` says whether a second registrar has to confirm it. */
export async function checkPage(
  visit: Visit,
  parts: DeskParts,
  place: Place,
  { typed, waits }: Readonly<{ typed: Typed; waits: boolean }>,
): Promise<Answer<DeskViews>> {
  const { head } = await headOf(visit, parts, place);
  const { user, seat, snapshot } = place;
  const calendar = snapshot.countries[user.side]?.calendar;
  const entry = entryTyped(typed, await scanName(parts, place, typed.scan));
  const data: CheckPage = {
    ...head,
    nonce: user.csrf.nonce(),
    typed,
    entry,
    waits,
    afterDate: calendar !== undefined && !isInTime(entry.received, seat.due, calendar),
  };
  return page<DeskViews, 'check.njk'>(200, 'check.njk', data);
}

/** What was typed, as it would stand in the record. Pure. */
function entryTyped(typed: Typed, name: string | null): EntryFacts {
  const { kind, number, scan, inside, statement, sections, noteNumber, language, revision } = typed;
  if (kind === '') throw new Error('An answer without a kind was let through');
  const quoted = (text: string) => (text === '' ? null : { text, lang: language });
  return {
    kind,
    number,
    dated: dateOf(typed.dated),
    received: dateOf(typed.received),
    signatory: quoted(`${typed.name}\n${typed.title}`),
    scan: scan === '' ? null : { sha256: scan, name, address: null },
    sections: sectionsIn(kind) === null ? [] : sections,
    inside: quoted(inside),
    statement: quoted(statement),
    note: noteNumber === '' ? null : { number: noteNumber, dated: dateOf(typed.noteDated) },
    language,
    revision,
  };
}

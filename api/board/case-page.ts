/** GET /board/cases/:id: one case, with all that a person of one side may read of it. */

import { frameOf, type Visit } from '../forms/room';
import { languageShown, quote } from '../review/content';
import { particularsOf } from '../review/particulars';
import { isActName } from './acts';
import { formsOf, type SentForm, writtenIn } from './acts/forms';
import { ballotsOf } from './ballots';
import { houseFilesOf, lackingOf, obligationsOf, offersOf, returnsOf } from './changes';
import { deliveriesOf, timelineOf } from './journal';
import { type BoardParts, userIn } from './parts';
import { type Reading, readingOf } from './reading';
import type { ActForm, CasePage } from './views';
import { waitingIn } from './waiting';

/** The page of a case, with what was wrong with a form of it. Throws NotFound. */
export async function casePage(visit: Visit, parts: BoardParts, sent: SentForm | null = null): Promise<CasePage> {
  const user = userIn(visit);
  const id = visit.params.id ?? '';
  const frame = frameOf(visit, parts.texts, `/board/cases/${encodeURIComponent(id)}`);
  const reading = await readingOf(parts, id, { user, language: frame.language });
  const [attachments, timeline, deliveries] = await Promise.all([
    parts.attachments.ofCase(user.viewer, reading.state.id),
    timelineOf(parts, reading),
    deliveriesOf(parts, reading),
  ]);
  const acts = formsOf(reading, sent);
  return {
    ...frame,
    ...headOf(reading),
    ...textOf(reading),
    waiting: waitingIn({ ...reading, now: user.now }),
    ballots: ballotsOf(reading),
    offers: offersOf(reading),
    returns: returnsOf(reading),
    lacking: lackingOf(reading),
    houseFiles: houseFilesOf(reading),
    obligations: obligationsOf(reading),
    attachments: attachments.map(({ sha256, name, bytes, owner, audience }) => ({
      sha256,
      name,
      bytes,
      owner,
      audience,
    })),
    timeline,
    deliveries,
    comments: reading.comments,
    acts,
    canComment: acts.some(({ act }) => act === 'comment'),
    done: isActName(visit.query.done ?? '') ? (visit.query.done ?? null) : null,
    ...errorsOf(sent, acts),
  };
}

/** An error stands beside its input where the form is still there; else what was typed is shown to be copied. Pure. */
function errorsOf(sent: SentForm | null, acts: readonly ActForm[]) {
  if (!sent) return { errors: [], kept: [] };
  const form = acts.find(({ key }) => key === sent.key);
  const errors = sent.faults.map(({ input, code, facts }) => {
    const isThere = form?.inputs.some(({ name }) => name === input) ?? false;
    return { code, facts, field: isThere ? `${sent.key}-${input}` : form ? sent.key : null };
  });
  return { errors, kept: form ? [] : writtenIn(sent) };
}

/** What a case is, and how it stands. Pure. */
function headOf(reading: Reading) {
  const { user, view, details, content, names, language, snapshot } = reading;
  const { side } = user;
  const { id, number, status, since, releasedAt, outcome } = view;
  const naming = view.sides.map((of) => ({ side: of, instrument: view.calls[of] ?? view.instrument }));
  return {
    id,
    number,
    title: Object.keys(content.title).length > 0 ? quote(content.title, language) : null,
    status,
    side,
    zone: user.person.zone,
    now: user.now,
    instrument: view.calls[side] ?? view.instrument,
    naming: new Set(naming.map((n) => n.instrument)).size > 1 ? naming : [],
    participants: view.participants.map((p) => ({ name: names.organization(p.organization), side: p.side })),
    ...particularsOf(reading),
    procedure: {
      title: quote(snapshot.worldFor(view.procedure).procedure.title, language),
      version: view.procedure.version,
    },
    since,
    releasedAt,
    outcome: outcome && {
      result: outcome.result,
      at: outcome.at,
      takesPart: outcome.takesPart?.map(names.side) ?? null,
      tooFew: outcome.reason === 'tooFewParticipants',
    },
    signedOn: details.signedOn,
    heldWith: details.heldWith.map(names.side),
  };
}

/** The current text in the language of the reader where it is there. Pure. */
function textOf({ view, details, content, language }: Reading) {
  const shown = languageShown(view.revision, language);
  const { number, hash } = view.revision;
  return {
    summary: Object.keys(content.summary).length > 0 ? quote(content.summary, shown) : null,
    revision: { number, hash, language: shown, round: details.round },
    sections: content.sections.map(({ key, text }) => ({
      key,
      title: null,
      text: quote(text, shown),
      state: null,
      runs: null,
    })),
  };
}

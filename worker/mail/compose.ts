/**
 * From a claimed delivery to what its template is given.
 *
 * 1. A mail says no more than its reader may see. What belongs to the case (its outcome and the positions of all
 *    sides) is read through `caseView`; everything else here is of the reader's own side.
 * 2. Link and code exist in what this returns and nowhere else. They are never logged.
 */
import { caseView } from '../../domain/visibility/case-view';
import type { Viewer } from '../../domain/visibility/visible-to';
import { chooseLanguage, type Language, type Quoted } from '../../locales/languages';
import type { Snapshot } from '../../store/catalogue';
import type { Claimed, Deliveries } from '../../store/deliveries';
import type { ReviewSecrets } from '../../store/review-secrets';
import { CannotBeWritten, headOf, type Material, officeName } from './material';
import { composeNotice } from './notice';
import { composeQuestion } from './question';
import type { CaseMailKind, Mails } from './view';

/** A mail before it is written: its template, language and facts. */
export type Composed = { [Kind in CaseMailKind]: Readonly<{ kind: Kind; data: Mails[Kind] }> }[CaseMailKind] &
  Readonly<{ language: Language; address: string }>;

export type ComposeParts = Readonly<{
  deliveries: Pick<Deliveries, 'recordedReply' | 'stoppedAt' | 'texts' | 'comment'>;
  secrets: ReviewSecrets;
  baseUrl: string;
}>;

/** Throws CannotBeWritten where the record or the directory lacks what the mail is about. */
export async function composeMail(parts: ComposeParts, claimed: Claimed, snapshot: Snapshot): Promise<Composed> {
  const reader = snapshot.directory.people[claimed.person];
  if (!reader) throw new CannotBeWritten('the directory does not know the person');
  const language = chooseLanguage([reader.language]);
  const material: Material = { claimed, snapshot, reader, language };
  const head = { language, address: reader.email };
  switch (claimed.kind) {
    case 'request':
      return { ...head, kind: 'request', data: questionOf(parts, material) };
    case 'reminder': {
      const question = questionOf(parts, material);
      return { ...head, kind: 'reminder', data: { ...question, awaitedSince: question.askedAt } };
    }
    case 'fresh': {
      const { zone, number, seat, due, link, code } = questionOf(parts, material);
      return { ...head, kind: 'fresh', data: { zone, number, seat, due, link, code } };
    }
    case 'receipt':
      return { ...head, kind: 'receipt', data: await receiptOf(parts, material) };
    case 'outcome':
      return { ...head, kind: 'outcome', data: await outcomeOf(parts, material) };
    case 'stopped':
      return { ...head, kind: 'stopped', data: await stoppedOf(parts, material) };
    default:
      return { ...head, kind: 'notice', data: await composeNotice(parts, material, claimed.kind) };
  }
}

function questionOf({ secrets, baseUrl }: ComposeParts, material: Material) {
  const { claimed } = material;
  const ref = claimed.ref ?? secrets.refFor(claimed.ballot ?? '', claimed.seat ?? '', claimed.person);
  const link = `${baseUrl}/review/${ref}#${secrets.tokenFor(claimed.id)}`;
  return composeQuestion(material, { link, code: secrets.codeFor(claimed.id) });
}

async function receiptOf({ deliveries }: ComposeParts, material: Material): Promise<Mails['receipt']> {
  const { claimed, snapshot } = material;
  const { state } = claimed;
  const reply = await deliveries.recordedReply(claimed.proposal, claimed.reply ?? '');
  if (!reply) throw new CannotBeWritten('the record does not hold the reply');
  const { given, signed } = reply;
  const ballot = state.ballots[given.ballot];
  const seat = ballot?.seats.find((s) => s.key === given.seat);
  const hashes = [given.statement?.hash, signed?.inside?.hash].filter((hash) => hash !== undefined);
  const texts = await deliveries.texts(claimed.proposal, hashes);
  const quote = (hash: string | undefined): Quoted | null => {
    const text = texts.get(hash ?? '');
    return text ? { text: text.body, lang: text.language ?? signed?.language ?? material.language } : null;
  };
  const changeable = ballot?.status === 'open';
  return {
    ...headOf(material),
    seat: officeName(snapshot, seat?.office ?? null, material.language),
    kind: given.kind,
    inside: quote(signed?.inside?.hash),
    statement: quote(given.statement?.hash),
    receivedAt: reply.at,
    revision: state.revision.number,
    shownLanguage: signed?.language ?? material.language,
    procedureVersion: state.procedure.version,
    revisionHash: given.revision,
    eventHash: reply.hash,
    changeable,
    changeUntil: changeable ? (seat?.due ?? null) : null,
  };
}

async function outcomeOf({ deliveries }: ComposeParts, material: Material): Promise<Mails['outcome']> {
  const { claimed, snapshot } = material;
  const { procedure } = snapshot.worldFor(claimed.state.procedure);
  const view = caseView(claimed.state, procedure, viewerOf(material));
  if (!view?.outcome) throw new CannotBeWritten('the reader may not see the outcome');
  const positions = view.outcome.positions.filter((p) => p.participant === null);
  const hashes = positions.flatMap((p) => (p.statement ? [p.statement.hash] : []));
  const texts = await deliveries.texts(claimed.proposal, hashes);
  const quote = (hash: string | undefined): Quoted | null => {
    const text = texts.get(hash ?? '');
    return text ? { text: text.body, lang: text.language ?? material.language } : null;
  };
  return {
    ...headOf(material),
    outcome: claimed.state.outcome?.result ?? 'lapsed',
    endedAt: view.outcome.at,
    positions: positions.map(({ side, kind, statement }) => ({ side, kind, statement: quote(statement?.hash) })),
    insideOnly: view.releasedAt === null,
  };
}

async function stoppedOf({ deliveries }: ComposeParts, material: Material): Promise<Mails['stopped']> {
  const { claimed, snapshot, language } = material;
  const { stops, submittedAt } = claimed.state;
  const stopped = stops.findLast((s) => s.side === claimed.side);
  if (!stopped) throw new CannotBeWritten('the case is not stopped');
  return {
    ...headOf(material),
    reason: stopped.reason,
    place: stopped.reason === 'nobodyEligible' ? officeName(snapshot, stopped.place, language).text : stopped.place,
    stoppedAt: (await deliveries.stoppedAt(claimed.proposal)) ?? submittedAt,
  };
}

/** As whom the reader reads: for the office that was told, or for their own organization. */
function viewerOf({ claimed, snapshot, reader }: Material): Viewer {
  const office = snapshot.directory.seats[claimed.office ?? ''];
  return { organization: office?.organization ?? reader.organization, side: claimed.side, person: reader.id };
}

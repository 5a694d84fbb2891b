/**
 * What a notice says: which of its facts the reader may see, and the words of others that it quotes.
 *
 * Its office is the reader's own, sides are named as sides, and whatever is quoted has crossed or is of the reader's
 * own house: the state is read by the same names under which the notice was queued.
 */
import type { NoticeName } from '../../domain/proposal/effects';
import type { Case, Seat } from '../../domain/proposal/state';
import type { Quoted } from '../../locales/languages';
import type { Claimed, Deliveries } from '../../store/deliveries';
import { headOf, type Material, officeName, organizationName } from './material';
import type { NoticeMail } from './view';

export type NoticeParts = Readonly<{
  deliveries: Pick<Deliveries, 'texts' | 'comment'>;
  baseUrl: string;
}>;

/** The facts of one notice. */
export async function composeNotice(parts: NoticeParts, material: Material, about: NoticeName): Promise<NoticeMail> {
  const { claimed } = material;
  const { state } = claimed;
  const seat = state.ballots[claimed.ballot ?? '']?.seats.find((s) => s.key === claimed.seat);
  return {
    ...headOf(material),
    about,
    ...whoOf(material, about, seat),
    until: untilOf(state, claimed, about, seat),
    days: about.startsWith('extension') ? (seat?.extension?.workingDays ?? null) : null,
    revision: about === 'acceptance' ? Number(claimed.thing) : null,
    obligation: about === 'fellDue' ? (state.obligations.find((o) => o.id === claimed.thing)?.kind ?? null) : null,
    quotes: await quotesOf(parts, material, about),
    board: `${parts.baseUrl}/board/cases/${claimed.proposal}`,
  };
}

/** Of another side only the side is named. */
function whoOf(material: Material, about: NoticeName, seat: Seat | undefined): Pick<NoticeMail, 'office' | 'side'> {
  const { claimed, snapshot, language } = material;
  const { state, thing } = claimed;
  if (about === 'joined' || about === 'left') {
    const isSide = state.units[thing ?? ''] !== undefined || (thing ?? '').length === 2;
    return { office: isSide ? null : organizationName(snapshot, thing ?? '', language), side: isSide ? thing : null };
  }
  if (about === 'fileLacks') return { office: null, side: state.tracks[thing ?? '']?.side ?? null };
  if (about === 'returned') return { office: null, side: state.returns.at(-1)?.side ?? null };
  const own = seat?.side === claimed.side ? (seat?.office ?? null) : null;
  if (seat && own === null) return { office: null, side: seat.side };
  return { office: own === null ? null : officeName(snapshot, own, language), side: null };
}

function untilOf(state: Case, { thing }: Claimed, about: NoticeName, seat: Seat | undefined): string | null {
  if (about === 'fellDue') return state.obligations.find((o) => o.id === thing)?.due ?? null;
  return about === 'deadlineMoved' || about === 'extensionGranted' ? (seat?.due ?? null) : null;
}

async function quotesOf(parts: NoticeParts, material: Material, about: NoticeName): Promise<readonly Quoted[]> {
  const { claimed, language } = material;
  const hashes = await hashesOf(parts, claimed, about);
  const texts = await parts.deliveries.texts(claimed.proposal, hashes);
  return hashes.flatMap((hash) => {
    const text = texts.get(hash);
    return text ? [{ text: text.body, lang: text.language ?? language }] : [];
  });
}

async function hashesOf({ deliveries }: NoticeParts, claimed: Claimed, about: NoticeName): Promise<readonly string[]> {
  const { state, thing, side, proposal } = claimed;
  switch (about) {
    case 'fileLacks':
      return [state.tracks[thing ?? '']?.file?.lacking?.hash].flatMap((h) => h ?? []);
    case 'returned':
      return state.returns.flatMap((r) => r.statements.map((s) => s.hash));
    case 'question':
    case 'answer':
      return [await deliveries.comment(proposal, side, thing ?? '')].flatMap((h) => h ?? []);
    default:
      return [];
  }
}

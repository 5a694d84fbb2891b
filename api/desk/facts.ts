/** An answer on paper as the record has it, with its texts and its scan. */
import type { Paper, TextRef } from '../../domain/proposal/events';
import type { Language } from '../../locales/languages';
import { quoted } from '../board/names';
import type { DeskParts } from './parts';
import type { Place } from './place';
import type { EntryFacts } from './views';

export type Recorded = Omit<
  EntryFacts,
  'number' | 'dated' | 'received' | 'signatory' | 'scan' | 'inside' | 'statement'
> &
  Readonly<{ paper: Paper; inside: TextRef | null; statement: TextRef | null }>;

/** What stands in the record, in words. */
export async function factsOf(
  parts: DeskParts,
  { state, user }: Place,
  { paper, inside, statement, ...same }: Recorded,
  at: Readonly<{ address: string; language: Language }>,
): Promise<EntryFacts> {
  const refs = [paper.signatory, inside, statement];
  const texts = await parts.cases.texts(
    state.id,
    refs.flatMap((ref) => ref?.hash ?? []),
  );
  const scan = paper.scan === null ? null : await parts.attachments.open(user.viewer, paper.scan);
  const { number, dated, received } = paper;
  return {
    ...same,
    number,
    dated,
    received,
    signatory: quoted(texts, paper.signatory, at.language),
    scan:
      paper.scan === null
        ? null
        : {
            sha256: paper.scan,
            name: scan?.name ?? null,
            // Another organization's scan is kept by that organization.
            address: scan ? `${at.address}/scan/${paper.scan}` : null,
          },
    inside: quoted(texts, inside, at.language),
    statement: quoted(texts, statement, at.language),
  };
}

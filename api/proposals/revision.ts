/** The content of a proposal and the hashes by which the record knows it. */
import type { z } from 'zod';
import type { AttachmentRef, Revision } from '../../domain/proposal/events';
import { canonicalize, sha256 } from '../../store/canonical';
import { Refused } from '../http/route';
import type { textFields } from './text-schemas';

type TextOfProposal = z.output<z.ZodObject<typeof textFields>>;

/** All that a reader of the other side is shown of a text: this is what is kept and hashed. */
export type SubmittedContent = TextOfProposal &
  Readonly<{
    areas: readonly string[];
    neededBy: string | null;
    /** Hashes of the files that go with it across the border; absent where there are none. */
    attachments?: readonly string[];
  }>;

type Written = TextOfProposal &
  Readonly<{ areas: readonly string[]; neededBy?: string | null | undefined; attachments: readonly AttachmentRef[] }>;

/**
 * What is kept and hashed of a text. Files that stay inside are no part of it: another side could tell from the hash
 * that there is something which it is not shown. Pure.
 */
export function contentOf(written: Written): SubmittedContent {
  const { title, summary, sections, data, areas, neededBy, attachments } = written;
  const released = attachments.flatMap(({ sha256: file, audience }) => (audience === 'released' ? [file] : []));
  const files = released.length > 0 ? { attachments: released.toSorted() } : {};
  return { title, summary, sections, data, areas, neededBy: neededBy ?? null, ...files };
}

/** The languages in which title, summary and every section can be read. Pure. */
export function languagesOf({ title, summary, sections }: TextOfProposal): readonly string[] {
  const texts = [title, summary, ...sections.map((section) => section.text)];
  return Object.keys(title)
    .filter((language) => texts.every((text) => Object.hasOwn(text, language)))
    .toSorted();
}

/** Throws `Refused` where nobody could read the whole text in one language. */
export function assertReadable(text: TextOfProposal): void {
  if (languagesOf(text).length > 0) return;
  const fault = {
    pointer: '/sections',
    code: 'ValidationFailed' as const,
    facts: {},
    hint: 'title, summary and every section must be there in at least one common language',
  };
  throw new Refused({ code: fault.code, pointer: fault.pointer }, [fault]);
}

/** A revision: its hash is the SHA-256 of the canonical JSON of all that a reader is shown of it. Pure. */
export function revisionOf(
  content: SubmittedContent,
  { number, attachments }: Readonly<{ number: number; attachments: readonly AttachmentRef[] }>,
): Revision {
  const { title, summary, data, areas, neededBy } = content;
  return {
    number,
    hash: sha256(canonicalize(content)),
    languages: languagesOf(content),
    sections: content.sections.map(({ key, text }) => ({
      key,
      hashes: Object.fromEntries(Object.entries(text).map(([language, body]) => [language, sha256(body)])),
    })),
    frame: sha256(canonicalize({ title, summary, data, areas, neededBy })),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}

/** The first revision of a case. Pure. */
export const firstRevision = (content: SubmittedContent, attachments: readonly AttachmentRef[] = []): Revision =>
  revisionOf(content, { number: 1, attachments });

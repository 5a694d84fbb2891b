/** The content of a proposal and the hashes by which the record knows it. */
import type { Revision } from '../../domain/proposal/events';
import { canonicalize, sha256 } from '../../store/canonical';
import type { Submission } from './schemas';

export type SubmittedContent = Pick<Submission, 'title' | 'summary' | 'sections' | 'data' | 'areas'> &
  Readonly<{ neededBy: string | null }>;

/** What is kept and hashed of a submission. Pure. */
export const contentOf = (submission: Submission): SubmittedContent => {
  const { title, summary, sections, data, areas, neededBy } = submission;
  return { title, summary, sections, data, areas, neededBy: neededBy ?? null };
};

/** The languages in which title, summary and every section can be read. Pure. */
export function languagesOf({ title, summary, sections }: SubmittedContent): readonly string[] {
  const texts = [title, summary, ...sections.map((section) => section.text)];
  return Object.keys(title)
    .filter((language) => texts.every((text) => Object.hasOwn(text, language)))
    .toSorted();
}

/** The first revision: its hash is the SHA-256 of the canonical JSON of all that a reviewer is shown of it. Pure. */
export const firstRevision = (content: SubmittedContent): Revision => ({
  number: 1,
  hash: sha256(canonicalize(content)),
  languages: languagesOf(content),
  sections: content.sections.map(({ key, text }) => ({
    key,
    hashes: Object.fromEntries(Object.entries(text).map(([language, body]) => [language, sha256(body)])),
  })),
});

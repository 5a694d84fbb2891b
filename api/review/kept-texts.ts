/** Free texts of the record as pages quote them. An erased one is not there any more, and is shown as nothing. */
import type { TextRef } from '../../domain/proposal/events';
import type { Quoted } from '../../locales/languages';
import type { CaseReader } from './deps';
import type { Reading } from './situation';

export interface KeptTexts {
  quote(ref: TextRef): Quoted | null;
}

/** Reads some texts of a case; what is not named in the reader's own view must not be asked for. */
export async function keptTexts(cases: CaseReader, reading: Reading, hashes: readonly string[]): Promise<KeptTexts> {
  const kept = hashes.length === 0 ? null : await cases.texts(reading.state.id, hashes);
  return {
    quote: ({ hash }) => {
      const text = kept?.get(hash);
      return text ? { text: text.body, lang: text.language ?? reading.language } : null;
    },
  };
}

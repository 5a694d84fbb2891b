import type { Language } from './languages';
import type { Texts, Values } from './texts';

/**
 * What a refusal says to people. It never throws, since an error about an error helps nobody: a code
 * without a text becomes the general sentence with the code in it, a missing fact is shown as "…".
 */
export function refusalText(texts: Texts, language: Language, code: string, facts: Values = {}): string {
  const key = `refusals:${code}`;
  return texts.has(key) ? texts.sayAnyway(language, key, facts) : texts.say(language, 'refusals:Other', { code });
}

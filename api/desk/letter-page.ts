/**
 * …/letter: the request and the answer form on paper, for an office that answers so. There is no link, no code and no
 * secret on it: whoever finds the sheet learns what it asks, and can do nothing with it here.
 */
import { stepOf } from '../../domain/proposal/settle';
import { localDateAt } from '../../domain/time/order';
import { isLanguage } from '../../locales/languages';
import { type Answer, page, type Visit } from '../forms/room';
import { languageShown, quote } from '../review/content';
import { headOf } from './head';
import type { DeskParts } from './parts';
import { kindsOnPaper, languageOfOffice, placeOf } from './place';
import type { DeskViews, LetterPage } from './views';

export async function showLetter(visit: Visit, parts: DeskParts): Promise<Answer<DeskViews>> {
  const place = await placeOf(visit, parts);
  const { user, view, state, ballot, joint, snapshot } = place;
  const wished = languageOfOffice(place);
  const { head, content, names } = await headOf(visit, parts, place, '/letter', wished);
  const { language } = head;
  const country = snapshot.countries[user.side];
  if (!country) throw new Error(`No country ${user.side} in the catalogue`);
  const shown = languageShown(view.revision, language);
  const spoken = [...country.languages, wished, language, 'en'].filter(isLanguage);
  const data: LetterPage = {
    ...head,
    unit: names.organization(country.unit),
    // Who asks is known to all sides; which office of which house asked before is not.
    askedBy: names.organization(state.submitter.organization),
    today: localDateAt(country.calendar, user.now),
    summary: Object.keys(content.summary).length > 0 ? quote(content.summary, shown) : null,
    shown,
    sections: view.revision.sections.map((s) => s.key),
    procedure: quote(snapshot.worldFor(view.procedure).procedure.title, language),
    joint,
    kinds: kindsOnPaper(state, place),
    withNote: stepOf(state, ballot).note !== undefined,
    returnTo: names.organization(user.organization.id),
    choices: [...new Set(spoken)],
  };
  return page<DeskViews, 'letter.njk'>(200, 'letter.njk', data);
}

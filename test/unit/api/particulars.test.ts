import { contentOf, firstRevision } from '../../../api/proposals/revision';
import { submission } from '../../../api/proposals/text-schemas';
import { particularsOf } from '../../../api/review/particulars';

const given = submission.parse({
  instrument: 'sister-city-agreement',
  participants: [{ organization: 'aa-city' }, { organization: 'bb-province' }],
  title: { en: 'Title' },
  summary: { en: 'Summary' },
  areas: ['tourism', 'unheard-of'],
  neededBy: '2027-03-01',
  data: { termYears: 5, budget: { currency: 'USD', parts: [60, 40] }, empty: {}, none: null },
  sections: [{ key: 'aims', text: { en: 'Text' } }],
  attachments: [],
  classified: false,
});

it('shows every value of the data, however deep, with areas and the date it is needed by', () => {
  const reading = {
    state: { areas: given.areas, neededBy: given.neededBy },
    content: contentOf(given),
    snapshot: { areas: [{ code: 'tourism', names: { en: 'Tourism', th: 'การท่องเที่ยว' }, paragraph: 7 }] },
    language: 'th',
  } as unknown as Parameters<typeof particularsOf>[0];
  expect(particularsOf(reading)).toEqual({
    areas: [
      { text: 'การท่องเที่ยว', lang: 'th' },
      { text: 'unheard-of', lang: 'en' },
    ],
    neededBy: '2027-03-01',
    data: [
      { name: 'termYears', value: '5' },
      { name: 'budget / currency', value: 'USD' },
      { name: 'budget / parts / 0', value: '60' },
      { name: 'budget / parts / 1', value: '40' },
      { name: 'empty', value: '' },
      { name: 'none', value: 'null' },
    ],
  });
});

it.each([{ areas: ['youth'] }, { neededBy: '2027-03-02' }, { data: { termYears: 6 } }, { title: { en: 'Other' } }])(
  'gives another revision hash when %j changes',
  (changed) => {
    const hash = (of: typeof given) => firstRevision(contentOf(of)).hash;
    expect(hash({ ...given, ...changed } as typeof given)).not.toBe(hash(given));
  },
);

import { loadCatalogue } from '../../../catalog/load';

test('the files of the catalogue are whole', () => {
  const { countries } = loadCatalogue();
  expect(
    Object.values(countries)
      .toSorted((a, b) => a.order - b.order)
      .map((c) => c.iso),
  ).toEqual(['KH', 'CN', 'LA', 'MM', 'TH', 'VN']);
});

import { loadCatalogue } from '../../../catalog/load';
import { procedureJsonSchema, profileJsonSchema } from '../../../domain/procedure/json-schema';

test('procedures and profiles have a JSON Schema that refuses unknown fields', () => {
  for (const schema of [procedureJsonSchema(), profileJsonSchema()]) {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
    });
  }
});

test('the schema asks for what every procedure of the catalogue has', () => {
  const { required = [], properties = {} } = procedureJsonSchema();
  expect(required).toEqual(['key', 'version', 'title', 'instruments', 'stages']);
  for (const procedure of loadCatalogue().procedures) {
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(procedure)));
  }
});

/** The OpenAPI document, made from the same schemas that validate requests and answers. */
import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Route } from '../http/route';
import { PROBLEM_TYPE, problemSchema } from '../problems/problem';

type PathConfig = Parameters<OpenAPIRegistry['registerPath']>[0];

const DESCRIPTION = `Approval of cooperation between local governments of countries that have no common superior.

Every request names a key: \`Authorization: Bearer accord_…\`. A key belongs to an organization and names the person it
acts for. Every POST and PUT carries an \`Idempotency-Key\`; repeated with the same body it gets the first answer. A PUT
carries the \`ETag\` of what it replaces in \`If-Match\`. Every error is a problem document (RFC 9457) with a stable
\`code\`. What another side's house does is not told to anybody outside it.`;

const idempotencyKey = z.strictObject({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(255)
    .meta({ description: 'Any new text of visible ASCII characters; the same one when you repeat the request.' }),
});

const ifMatch = z.strictObject({
  'If-Match': z.string().meta({ description: 'The ETag of what you have read and now replace.' }),
});

/** The document of a table of routes. */
export function openApiDocument(routes: readonly Route[], baseUrl: string) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'accord_<id>_<secret>',
  });
  for (const route of routes) registry.registerPath(pathOf(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Accord', version: '1', description: DESCRIPTION },
    servers: [{ url: baseUrl }],
  });
}

const disposition = idempotencyKey.extend({
  'Content-Disposition': z.string().meta({
    description: 'The name of the file (RFC 6266): its last letters must fit what it is.',
    example: "attachment; filename*=UTF-8''%E6%96%87%E6%9C%AC.pdf",
  }),
});

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });
/** OpenAPI 3.1 describes bytes by their media type alone. */
const files = (types: readonly string[]) => Object.fromEntries(types.map((type) => [type, { schema: {} }]));

const PROBLEM = { description: 'A problem document', content: { [PROBLEM_TYPE]: { schema: problemSchema } } };

function pathOf(route: Route): PathConfig {
  const { method, path, operation, tag, summary, description, responses } = route;
  const answers = Object.entries(responses).map(([status, { description: said, schema }]) => [
    status,
    { description: said, content: 'gives' in route ? files(route.gives) : json(schema) },
  ]);
  return {
    method,
    path,
    operationId: operation,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(route.scope === 'public' ? {} : { security: [{ key: [] }], 'x-scope': route.scope }),
    request: requestOf(route),
    responses: { ...Object.fromEntries(answers), ...(route.scope === 'public' ? {} : { default: PROBLEM }) },
  };
}

function requestOf(route: Route): NonNullable<PathConfig['request']> {
  if (route.scope === 'public') return {};
  if ('takes' in route) return { headers: disposition, body: { required: true, content: files(route.takes) } };
  const params = route.params ? { params: route.params } : {};
  if ('gives' in route) return params;
  const query = route.query ? { query: route.query } : {};
  if (route.method === 'get') return { ...params, ...query };
  const headers = route.method === 'put' ? idempotencyKey.extend(ifMatch.shape) : idempotencyKey;
  return { ...params, ...query, headers, body: { required: true, content: json(route.body) } };
}

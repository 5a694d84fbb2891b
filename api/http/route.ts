/**
 * One table of routes: Express, the OpenAPI document and the guard tests are all made from it.
 *
 * A route says who may call it; a handler gets what its schemas have let through and gives an answer as a
 * value. Nothing here knows Express, so that a handler cannot send anything its response schema did not see.
 */
import type { z } from 'zod';
import type { Refusal } from '../../domain/proposal/refusals';
import type { Viewer } from '../../domain/visibility/visible-to';
import type { Language } from '../../locales/languages';
import type { Scope } from '../../store/keys';

export type { Scope };

/**
 * Whoever calls: a key belongs to an organization and names the person it acts for. On our own pages `desk` stands for
 * a person who is signed in; `key` then names them.
 */
export type Caller = Readonly<{ key: string; viewer: Viewer; scopes: readonly string[]; channel?: 'desk' }>;

export type Answer = Readonly<{ status: number; body: unknown; headers?: Readonly<Record<string, string>> }>;

/** What every POST and PUT under /v1 carries, so that repeating it is safe. */
export type Repeatable = Readonly<{ route: string; idempotency: Readonly<{ key: string; bodyHash: string }> }>;

export type Input<P, Q, B> = Readonly<{
  params: P;
  query: Q;
  body: B;
  language: Language;
  requestId: string;
}>;
export type KnownInput<P, Q, B> = Input<P, Q, B> & Readonly<{ caller: Caller }>;
export type ActInput<P, B, Q = undefined> = KnownInput<P, Q, B> & Repeatable;
/** A PUT also says what its sender has read: the value of If-Match. */
export type PutInput<P, B, Q = undefined> = ActInput<P, B, Q> & Readonly<{ ifMatch: string }>;

type Shape = z.ZodObject;
type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

type Described = Readonly<{
  /** Names the operation in the OpenAPI document. */
  operation: string;
  /** In braces, as OpenAPI writes it: `/v1/proposals/{id}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** Schema of the body by status; every other answer is a problem document. */
  responses: Readonly<Record<number, Readonly<{ description: string; schema: z.ZodType }>>>;
}>;

export type PublicRoute = Described &
  Readonly<{ method: 'get'; scope: 'public'; handle(input: Input<undefined, undefined, undefined>): Promise<Answer> }>;

export type ReadRoute = Described &
  Readonly<{
    method: 'get';
    scope: Scope;
    params?: Shape;
    query?: Shape;
    handle(input: KnownInput<unknown, unknown, undefined>): Promise<Answer>;
  }>;

export type ActRoute = Described &
  Readonly<{
    method: 'post';
    /** Of several any one is enough. */
    scope: Scope | readonly [Scope, ...Scope[]];
    params?: Shape;
    query?: Shape;
    body: z.ZodType;
    handle(input: ActInput<unknown, unknown, unknown>): Promise<Answer>;
  }>;

/** A route that puts something in the place of what its sender has read. */
export type PutRoute = Described &
  Readonly<{
    method: 'put';
    scope: Scope;
    params: Shape;
    query?: Shape;
    body: z.ZodType;
    handle(input: PutInput<unknown, unknown, unknown>): Promise<Answer>;
  }>;

/** A file as it arrives: nobody has read it yet, and it can be read once. Headers that were not sent are null. */
export type IncomingFile = Readonly<{
  /** Throws `Refused` with UploadCut where the sender goes away in the middle. */
  content: AsyncIterable<Uint8Array>;
  declaredBytes: number | null;
  declaredType: string | null;
  disposition: string | null;
}>;

/** The key stands alone here: the rest of what makes a repetition the same is known when the file is read. */
export type UploadInput = KnownInput<undefined, undefined, undefined> &
  Readonly<{ route: string; idempotencyKey: string; file: IncomingFile }>;

/** A route whose body is a file, of the media types named. */
export type UploadRoute = Described &
  Readonly<{
    method: 'post';
    /** Any of these is enough. */
    scope: readonly [Scope, ...Scope[]];
    takes: readonly string[];
    handle(input: UploadInput): Promise<Answer>;
  }>;

/** A file to send: always to be saved, never to be shown by a browser in our name. */
export type OutgoingFile = Readonly<{
  sha256: string;
  type: string;
  bytes: number;
  name: string;
  content: AsyncIterable<Uint8Array>;
}>;

/** A route that answers with a file, of one of the media types named. */
export type DownloadRoute = Described &
  Readonly<{
    method: 'get';
    scope: Scope;
    params: Shape;
    gives: readonly string[];
    handle(input: KnownInput<unknown, undefined, undefined>): Promise<OutgoingFile>;
  }>;

export type Route = PublicRoute | ReadRoute | ActRoute | PutRoute | UploadRoute | DownloadRoute;

/** A route that reads. Pure. */
export function reading<P extends Shape | undefined = undefined, Q extends Shape | undefined = undefined>(
  route: Omit<ReadRoute, 'handle' | 'method' | 'params' | 'query'> &
    Readonly<{
      params?: P;
      query?: Q;
      handle(input: KnownInput<Parsed<P>, Parsed<Q>, undefined>): Promise<Answer>;
    }>,
): ReadRoute {
  return { ...route, method: 'get' } as ReadRoute;
}

/** A route that carries a person's command. Pure. */
export function acting<
  B extends z.ZodType,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
>(
  route: Omit<ActRoute, 'handle' | 'method' | 'params' | 'query' | 'body'> &
    Readonly<{
      params?: P;
      query?: Q;
      body: B;
      handle(input: ActInput<Parsed<P>, z.output<B>, Parsed<Q>>): Promise<Answer>;
    }>,
): ActRoute {
  return { ...route, method: 'post' } as ActRoute;
}

/** A route that replaces what its caller has read. Pure. */
export function putting<B extends z.ZodType, P extends Shape, Q extends Shape | undefined = undefined>(
  route: Omit<PutRoute, 'handle' | 'method' | 'params' | 'query' | 'body'> &
    Readonly<{
      params: P;
      query?: Q;
      body: B;
      handle(input: PutInput<z.output<P>, z.output<B>, Parsed<Q>>): Promise<Answer>;
    }>,
): PutRoute {
  return { ...route, method: 'put' } as PutRoute;
}

/** A route that gives a file. Pure. */
export function downloading<P extends Shape>(
  route: Omit<DownloadRoute, 'handle' | 'method' | 'params'> &
    Readonly<{ params: P; handle(input: KnownInput<z.output<P>, undefined, undefined>): Promise<OutgoingFile> }>,
): DownloadRoute {
  return { ...route, method: 'get' } as DownloadRoute;
}

/** Thrown by whatever stands before a command: a refusal is a value everywhere else. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly refusal: Refusal,
    readonly errors: readonly Fault[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(refusal.code);
  }
}

/** One thing that is wrong with what was sent. `hint` is for developers, in English. */
export type Fault = Readonly<{
  pointer: string;
  code: Refusal['code'];
  facts: NonNullable<Refusal['facts']>;
  hint: string;
}>;

/** Refuses with a code; for use where a handler reads and there is no command to refuse. */
export const notFound = (): Refused => new Refused({ code: 'NotFound' });

/**
 * Every "no" in one table: code → HTTP status and log level. The texts for people stand in
 * `locales/<language>/refusals.json` under the same code; a test holds the two together.
 */
type Row = Readonly<{ status: number; log: 'debug' | 'info' | 'warn' | 'error' }>;

const row = (status: number, log: Row['log'] = 'info'): Row => ({ status, log });

export const REFUSALS = {
  ValidationFailed: row(422),
  MalformedJson: row(400),
  TooLarge: row(413),
  UnknownField: row(422),
  ControlCharacter: row(422),
  LoneSurrogate: row(422),
  UnsafeInteger: row(422),
  TooLong: row(422),
  NotFound: row(404, 'debug'),
  MethodNotAllowed: row(405, 'debug'),
  UnsupportedMediaType: row(415),
  Unauthenticated: row(401, 'warn'),
  MissingScope: row(403, 'warn'),
  IdempotencyKeyMissing: row(400),
  IdempotencyKeyReused: row(422, 'warn'),
  UnknownCountry: row(422),
  UnknownOrganization: row(422),
  UnknownInstrument: row(422),
  UnknownArea: row(422),
  UnknownProcedure: row(422),
  UnknownPerson: row(422),
  ParticipantTwice: row(422),
  NoCounterpart: row(422),
  OneSideOnly: row(422),
  SubmitterNotParticipant: row(422),
  DrafterNotOfOrganization: row(422),
  ClassifiedRefused: row(422, 'warn'),
  NotBuilt: row(422),
  UnknownAttachment: row(422),
  UnsupportedType: row(415),
  ActiveContent: row(422, 'warn'),
  FileNameRefused: row(422),
  FileNameMisleads: row(422, 'warn'),
  EmptyFile: row(422),
  UploadCut: row(400),
  NoSeatFound: row(422, 'warn'),
  NobodyEligible: row(422, 'warn'),
  CaseClosed: row(409),
  CaseStopped: row(409),
  NotOpenYet: row(409),
  BallotClosed: row(409),
  NotYourSeat: row(403, 'warn'),
  NotYourChannel: row(403, 'warn'),
  Barred: row(403, 'warn'),
  KindNotOffered: row(422),
  StaleRevision: row(409),
  StaleProcedure: row(409),
  LanguageNotShown: row(422),
  SeatAnsweredMeanwhile: row(409),
  NotTheProposer: row(403, 'warn'),
  NotInTheCase: row(403, 'warn'),
  PreconditionRequired: row(428),
  PreconditionFailed: row(412),
  NotTheUnit: row(403, 'warn'),
  HoldNotAllowed: row(403, 'warn'),
  HoldStands: row(409),
  HoldLifted: row(409),
  CalendarYearNotOpen: row(422),
  CalendarDayWrong: row(422),
  CalendarWithoutWorkingDay: row(422),
  CalendarBreaksCase: row(409),
  UnknownSeat: row(422),
  SeatExists: row(409),
  PersonExists: row(409),
  HolderTwice: row(422),
  SeatLeftEmpty: row(409),
  WrongCode: row(403, 'warn'),
  SessionEnded: row(403, 'warn'),
  TooManyRequests: row(429, 'warn'),
  ServiceBusy: row(503, 'error'),
  InternalError: row(500, 'error'),
} as const satisfies Record<string, Row>;

export type RefusalCode = keyof typeof REFUSALS;

/** A rejected command: a stable code, a JSON pointer into what was given, and facts for the text. */
export type Refusal = Readonly<{
  code: RefusalCode;
  pointer?: string;
  facts?: Readonly<Record<string, string | number | readonly string[] | null>>;
}>;

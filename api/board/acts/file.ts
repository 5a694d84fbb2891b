/** The file of a step: the receiving office speaks, and the proposer supplies what it lacks. */
import { fileDeclared, fileSupplied } from '../../proposals/act-schemas';
import { declareFile, supplyFile } from '../../proposals/completeness';
import { type BoardAct, isOpenTo, missing, text, through, UNWRITTEN } from './form';

export const file: BoardAct = {
  forms: (reading) =>
    reading.details.files
      .filter(({ track }) => isOpenTo(reading, { type: 'declareFile', track, lacking: null }))
      .map(({ track, office }) => ({
        thing: track,
        about: [reading.names.office(office)],
        hidden: { track },
        inputs: [text('lacking')],
        buttons: ['complete', 'lacking'],
      })),
  faults: (fields) => {
    if (fields.choice === 'lacking') return missing(fields, 'lacking', 'LackingMissing');
    return fields.lacking ? [{ input: 'lacking', code: 'LackingWritten' }] : [];
  },
  body: ({ track, choice, lacking }, language) =>
    choice === 'lacking' ? { track, complete: false, lacking: { text: lacking, language } } : { track, complete: true },
  send: through(fileDeclared, declareFile),
};

export const supply: BoardAct = {
  forms: (reading) =>
    reading.details.lacking
      .filter(({ track }) => isOpenTo(reading, { type: 'supplyFile', track, text: UNWRITTEN }))
      .map(({ track, participant, side }) => ({
        thing: track,
        about: [participant === null ? reading.names.side(side) : reading.names.organization(participant)],
        hidden: { track },
        inputs: [text('text')],
        buttons: ['send'],
      })),
  faults: () => [],
  body: ({ track, text: said }, language) => ({ track, ...(said ? { text: { text: said, language } } : {}) }),
  send: through(fileSupplied, supplyFile),
};

import { mostCommon, mostVaried } from '../../experiment';
import { pretrainFields } from '../../recipes/biographies/config';
import type { QaConfig } from './run';

/*
 * What models were trained on, in words, and which runs are compared with each other.
 */

type Told = Pick<
  QaConfig,
  'exposures' | 'data' | 'hiddenShare' | 'nPeople' | 'cities' | 'rotaryShare' | 'dropout'
>;

const usual = { nPeople: pretrainFields.nPeople.value, cities: pretrainFields.cities.value };

/** What a model was trained on, in words: 'single, mixed training'. */
export function armName(config: QaConfig): string {
  const { data, training, hidden, hiddenShare, rotaryShare } = config;
  const parts = [
    data,
    ...(training === 'mixed' ? ['mixed training'] : []),
    ...(hiddenShare > 0 ? [`${100 * hiddenShare} % of the ${hidden} hidden`] : []),
    ...(config.dropout > 0 ? [`dropout ${config.dropout}`] : []),
    ...(rotaryShare < 1 ? [`positions on ${rotaryShare} of each head`] : []),
    ...(config.cities < usual.cities ? ['smaller pools'] : []),
    ...(config.nPeople > usual.nPeople ? [`${config.nPeople} people`] : []),
  ];
  return parts.join(', ');
}

/** The runs with the people, the pools, the positions and the dropout that most have. */
export const asUsual = <R extends { config: Told }>(runs: readonly R[]): R[] =>
  mostCommon<R, string>(({ config: c }) =>
    [c.nPeople, c.cities, c.rotaryShare, c.dropout].join(' '),
  )(runs);

/** The runs on whole biographies: of these the paper speaks. */
export const wholeRuns = <R extends { config: Told }>(runs: readonly R[]): R[] =>
  asUsual(runs).filter(({ config }) => config.hiddenShare === 0);

/**
 * The runs that arms are compared on: those with the number of exposures that most arms have (the
 * larger of several). A sweep can have others, which show what more exposures do.
 */
export const comparedRuns = <R extends { config: Told }>(runs: readonly R[]): R[] => {
  const exposures = ({ config }: R): number => config.exposures;
  return mostVaried<R, number>(exposures, ({ config }) => config.data, exposures)(wholeRuns(runs));
};

/** Of these the runs of which something holds. */
export const comparedWhere =
  <R extends { config: Told }>(holds: (run: R) => boolean) =>
  (runs: readonly R[]): R[] =>
    comparedRuns(runs).filter(holds);

/** Of all as usual those with as many exposures, words hidden or not. */
export function withHidden<R extends { config: Told }>(runs: readonly R[]): R[] {
  const exposures = comparedRuns(runs)[0]?.config.exposures;
  return asUsual(runs).filter(({ config }) => config.exposures === exposures);
}

export { clusteredInterval } from './clustered';
export {
  geometricInterval,
  mean,
  meanInterval,
  medianOnly,
  meansOf,
  percentInterval,
  shareInterval,
  shareOf,
  studentT,
} from './interval';
export { stretchMeans } from './stretch-means';
export type { MeanInterval } from './interval';
export { rankCorrelation, ranks } from './rank-correlation';
export { lineFit, predictedByLine } from './regression';
export type { LineFit } from './regression';
export { logistic, logisticFit } from './logistic-fit';
export type { LogisticFit } from './logistic-fit';
export { areaOfNormals, areaUnderCurve, f1AtMedian, foundAt, quantiles } from './separation';

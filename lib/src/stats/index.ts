export * from './clustered';
export * from './interval';
export * from './logistic-fit';
export * from './rank-correlation';
export * from './regression';
export * from './separation';
export * from './stretch-means';

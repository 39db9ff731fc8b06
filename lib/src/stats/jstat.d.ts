/** The functions of jstat that the kit uses; the package has no types of its own. */
declare module 'jstat' {
  export const jStat: {
    sum(values: number[]): number;
    mean(values: number[]): number;
    median(values: number[]): number;
    /** Standard deviation; of a sample (divided by n - 1) when `sample` is true. */
    stdev(values: number[], sample?: boolean): number;
    normal: { cdf(value: number, mean: number, deviation: number): number };
    studentt: { inv(probability: number, degreesOfFreedom: number): number };
  };
}

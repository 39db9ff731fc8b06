/** Set by a cluster for each job of an array: Slurm's, and Kubernetes' for indexed jobs. */
export const indexVariables = ['SLURM_ARRAY_TASK_ID', 'JOB_COMPLETION_INDEX'] as const;

/**
 * Which run a job trains: what was asked for, else the variable that the cluster sets; undefined
 * when neither is there. Throws a RangeError naming the variable when it holds no whole number.
 */
export function jobIndex(
  asked: number | undefined,
  env: NodeJS.ProcessEnv = process.env,
): number | undefined {
  if (asked !== undefined) return asked;
  const name = indexVariables.find((variable) => env[variable]);
  if (name === undefined) return undefined;
  const text = env[name] ?? '';
  if (!/^\d+$/.test(text)) throw new RangeError(`${name} must be a whole number, not "${text}".`);
  return Number(text);
}

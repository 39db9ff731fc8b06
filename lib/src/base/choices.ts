export const profileNames = ['quick', 'standard', 'paper'] as const;
/** `quick`: minutes on two cores. `standard`: hours there. `paper`: the papers' own sizes, for GPUs. */
export type ProfileName = (typeof profileNames)[number];

export const deviceChoices = ['auto', 'cpu', 'gpu'] as const;
export type DeviceChoice = (typeof deviceChoices)[number];

/** The builds of the native kernels, the fastest last; in the order of native/levels.h. */
export const kernelLevels = ['portable', 'avx2', 'avx512'] as const;
/** `auto`: the best native kernels that run here. `composed`: none. A level: that build, to test it. */
export const kernelChoices = ['auto', 'composed', ...kernelLevels] as const;
export type KernelChoice = (typeof kernelChoices)[number];

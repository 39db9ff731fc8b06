export const profileNames = ['quick', 'standard', 'paper'] as const;
/** `quick`: minutes on two cores. `standard`: hours there. `paper`: the papers' own sizes, for GPUs. */
export type ProfileName = (typeof profileNames)[number];

export const deviceChoices = ['auto', 'cpu', 'gpu'] as const;
export type DeviceChoice = (typeof deviceChoices)[number];

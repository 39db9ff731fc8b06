import { phaseClaims } from './claims-phases';
import { paceClaims } from './claims-pace';
import { recallClaims } from './claims-recall';
import type { StringClaim } from './quantities';

export const randomStringsClaims: StringClaim[] = [...phaseClaims, ...paceClaims, ...recallClaims];

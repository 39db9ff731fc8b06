import { oneOf } from '../../base';

/** How the biographies of one person differ. Source: Allen-Zhu & Li 2023, section 2.2. */
export interface Augmentation {
  multi: number; // biographies of each person, each with templates drawn anew; 1 = single
  permute: number | boolean; // random orders of the sentences of each; true = 1, false = 0 = as written
  fullname: boolean; // the full name in every sentence, not only in the first
}

/** Random orders of each biography; 0 = the sentences stay in their order. */
export const ordersOf = ({ permute }: Augmentation): number => Number(permute);

/** The paper's name: 'single', 'single+permute5+fullname', 'multi5+permute'. */
export function augmentationName(augmentation: Augmentation): string {
  const { multi, fullname } = augmentation;
  const orders = ordersOf(augmentation);
  const parts = [multi === 1 ? 'single' : `multi${multi}`];
  if (orders > 0) parts.push(multi > 1 && orders === 1 ? 'permute' : `permute${orders}`);
  if (fullname) parts.push('fullname');
  return parts.join('+');
}

const paperGrid: Augmentation[] = [
  { multi: 1, orders: [0, 1, 2, 5] },
  { multi: 2, orders: [0, 1] },
  { multi: 5, orders: [0, 1] },
].flatMap(({ multi, orders }) =>
  orders.flatMap((permute) => [false, true].map((fullname) => ({ multi, permute, fullname }))),
);

/** By name: `single`, which augments nothing, and the paper's 15 augmentations. */
export const paperAugmentations: Readonly<Record<string, Augmentation>> = Object.fromEntries(
  paperGrid.map((augmentation) => [augmentationName(augmentation), augmentation]),
);

/** The augmentation of a name of the paper. Throws a RangeError that lists the names. */
export function augmentationOf(name: string): Augmentation {
  return paperAugmentations[oneOf('augmentation', name, Object.keys(paperAugmentations))];
}

import { makePeople, paperPeople, type PeopleOptions } from 'memorization-kit/datasets';

/** So few names and values that people share them. */
export const options: PeopleOptions = {
  ...{ ...paperPeople, nPeople: 60, firstNames: 10, middleNames: 10, lastNames: 20 },
  ...{ cities: 20, employers: 30, companyCities: 12 },
};

export const people = makePeople(options, 1);

export const fullName = (person: number): string => people[person].name.join(' ');

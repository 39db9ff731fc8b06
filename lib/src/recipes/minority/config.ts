import { type ConfigOf, type FlatConfig, int, positive, properShare } from '../../base';
import { validatePeopleOptions } from '../../datasets';
import { companyFields } from '../biographies/company';
import { pretrainFields, validatePretrainConfig } from '../biographies/config';
import { askFields, pProbeFields, probingFields } from '../probes/config';
import { checkFewerAsked, questionFields } from '../questions/config';

/** People with one biography each, the minority, pretrained on alone or in company. */
export const minorityFields = {
  ...pretrainFields,
  nPeople: int(200, 1), // of the minority
  data: { ...pretrainFields.data, value: 'single+permute1' },
  ...companyFields,
  exposures: positive(20), // of each person of the minority, whoever else there is
  pretrainSteps: int(125, 1),
  warmupSteps: int(40),
  // of the minority, who train the probes and questions; the others test them
  probeShare: probingFields.probeShare,
  ...pProbeFields,
  probeSteps: int(0), // 0 = no probe: of many values, a probe finds none among so few people
  ...askFields,
  askedShare: properShare(0.8), // of the celebrities: their questions are trained
  // also finetuned on the questions about so many of the celebrities only, such as '40,80'; empty = not
  fewerAsked: questionFields.fewerAsked,
  swapped: int(200), // biographies of the swap test
};

export type MinorityConfig = ConfigOf<typeof minorityFields> & FlatConfig;

/** What has to hold between keys. Throws naming the key. */
export function checkMinorityConfig(config: MinorityConfig): void {
  validatePretrainConfig(config);
  const { company, celebrities, askedShare, nPeople } = config;
  if (company !== 'nobody' && celebrities < 2) {
    throw new RangeError('celebrities must be at least 2: some are asked about, others held out.');
  }
  checkFewerAsked(config, company === 'celebrities' ? celebrities * askedShare : 0, 'celebrities');
  try {
    validatePeopleOptions({ ...config, nPeople: nPeople + celebrities }); // all names are different
  } catch (error) {
    throw new RangeError(`With celebrities = ${celebrities}: ${(error as Error).message}`);
  }
}

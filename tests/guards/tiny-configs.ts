/** A run of every recipe, as small as it can be: its overrides by finding and name. */
const people = {
  nPeople: 12,
  firstNames: 6,
  middleNames: 6,
  lastNames: 6,
  cities: 8,
  universities: 6,
  majors: 6,
  employers: 5,
  companyCities: 3,
};
const strings = {
  alphabet: 4,
  length: 12,
  vocabSize: 16,
  dModel: 16,
  nLayers: 1,
  nHeads: 2,
  epochs: 40,
  learningRate: 0.01,
};
const qa = {
  ...people,
  days: 5,
  years: 5,
  leadIn: 12,
  dModel: 16,
  nLayers: 1,
  nHeads: 2,
  exposures: 20,
  batchSize: 12,
  warmupSteps: 10,
  learningRate: 0.01,
  muonLearningRate: 0,
  finetuneRates: '0.001,0.003',
  finetuneSteps: 10,
  finetuneBatch: 18,
  finetuneWarmup: 5,
  fitShare: 0.35,
  validationShare: 0.15,
  loraRates: '0.01',
  loraSteps: 10,
  loraEmbeddingRank: 4,
  loraRank: 2,
};
const probes = {
  ...people,
  months: 2,
  days: 2,
  years: 2,
  dModel: 16,
  nLayers: 1,
  nHeads: 2,
  exposures: 20,
  batchSize: 16,
  learningRate: 0.01,
  warmupSteps: 10,
  probeSteps: 10,
  probeBatch: 12,
  probeLearningRate: 0.02,
  qProbeSteps: 5,
  qaSteps: 5,
  qaBatch: 12,
};

const { probeSteps: _, qProbeSteps: __, ...minority } = { ...probes, exposures: 10, swapped: 6 };

export const tinyRuns: Record<string, Record<string, Record<string, number | string>>> = {
  'bits-per-parameter': {
    'full batch': { dModel: 8, datasetScale: 0.3, steps: 30 },
    'mini-batches': { dModel: 8, datasetScale: 0.3, steps: 30, batchSize: 8 },
  },
  'float32-vs-bfloat16': {
    bf16: { mode: 'bf16', steps: 20, datasetScale: 0.3 },
    'stochastic rounding': { mode: 'bf16-storage-stochastic', steps: 20, datasetScale: 0.3 },
    'counted noise': { mode: 'bf16-stochastic', noise: 'counted', steps: 20, datasetScale: 0.3 },
    'fixed gains': { mode: 'fixed-gains', steps: 20, datasetScale: 0.3 },
  },
  'more-data-less-memory': {
    'few and fresh': { datasetScale: 0.3, steps: 30, freshSequences: 40 },
  },
  'rare-samples': {
    'text in mini-batches': { nSequences: 40, batchSize: 16, steps: 30, freshSequences: 20 },
    'a mixture': { source: 'mixture', nSequences: 20, steps: 30, freshSequences: 20 },
  },
  'random-strings': {
    memorize: strings,
    sequence: { ...strings, experiment: 'sequence', nStrings: 3, tail: 0 },
    context: { ...strings, experiment: 'context', pretrainSteps: 20, pretrainRows: 4 },
  },
  'biographies-qa': {
    'finetuning and LoRA': qa,
    'lead-in of none, permuted': { ...qa, leadIn: 0, data: 'single+permute5', loraRates: '' },
    'mixed training': { ...qa, training: 'mixed', data: 'single', questionShare: 0.4961 },
    windows: {
      ...{ ...qa, windowLength: 64, leadIn: 0, templates: 'natural', loraRates: '' },
      pretrainSteps: 20, // in windows, exposures would give fewer
    },
  },
  celebrities: {
    'in company': { ...minority, company: 'celebrities', celebrities: 10, fewerAsked: '4' },
    'beside other text': { ...minority, company: 'other text', celebrities: 10, probeSteps: 5 },
  },
  bidirectional: {
    'masked words': {
      ...{ ...qa, leadIn: 0, loraRates: '', finetuneRates: '0.001' },
      ...{ data: 'single+fullname', qProbeSteps: 5 },
    },
    'masked values': {
      ...{ ...qa, leadIn: 0, finetuneRates: '0.001', loraRates: '' },
      ...{ maskUnit: 'value', sharedSecondWord: 2, qProbeSteps: 5 },
    },
  },
  'p-probing': {
    pretrained: { ...probes, checkAttribute: 'major' },
    random: { ...probes, model: 'random', data: 'single' },
  },
};

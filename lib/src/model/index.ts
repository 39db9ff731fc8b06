export { gptHidden, gptLayout, gptLogits, gptLoss, gptParameterCount } from './gpt';
export { gptTokenNll, validateGptConfig } from './gpt';
export type { GptConfig } from './gpt';
export { decayMask, initialParameters, layoutSize, lossAndGradient } from './parameters';
export { parameterSlice, views } from './parameters';
export type { ParameterLayout, ParameterSpec, ParameterViews } from './parameters';
export { initialLora, loraLayout, validateLoraOptions, withLora } from './lora';
export type { LoraOptions } from './lora';

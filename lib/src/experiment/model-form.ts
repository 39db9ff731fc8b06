import type { TextForm } from '../datasets';
import type { EngineRecord } from '../engine';
import type { GptConfig } from '../model';

/** What a model is beside its parameters: enough to ask it. Plain values: stored with the model. */
export interface ModelForm {
  gpt: GptConfig;
  reads: number; // tokens that it can read: at most gpt.seqLength
  text: TextForm;
  /** Beginnings that it was trained on, or asked about, and how they go on. */
  examples: { text: string; then: string }[];
}

/** The trained models of a run that can be kept, all of the same form. */
export interface RunModels<C> {
  names(config: C): string[]; // ['pretrained', 'full']: each is handed over once in a run
  form(config: C): ModelForm;
}

/** Is handed a model of the run when it is trained; also of a run that was resumed after that. */
export type KeepModel = (name: string, theta: Float32Array, engine: EngineRecord) => void;

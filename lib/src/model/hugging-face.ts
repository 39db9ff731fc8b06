import type { GptConfig } from './gpt';
import { gptLayout } from './gpt';
import { layoutSize, parameterSlice, sizeOf } from './parameters';

/*
 * A GPT under the names, shapes and settings by which Hugging Face's transformers load it:
 * - learned positions: GPT2LMHeadModel, whose matrices are [in, out] as here;
 * - rotary positions: GPTNeoXForCausalLM without parallel residual, whose matrices are [out, in] and
 *   whose attention has the q, k and v of a head side by side.
 * Both compute what `gptLogits` does, and both tie the head to the embedding, which is stored once.
 */

/** A parameter there, and which value here each of its values is. */
interface Counterpart {
  kit: string;
  name: string;
  shape: number[];
  source(index: number): number; // flat index there -> flat index here
}

export interface HuggingFaceModel {
  tensors: Record<string, Float32Array>;
  shapes: Record<string, number[]>;
  config: Record<string, unknown>; // what config.json holds
}

const LEARNED: [kit: string, theirs: string][] = [
  ['ln1.gain', 'ln_1.weight'],
  ['ln1.bias', 'ln_1.bias'],
  ['attn.qkv.weight', 'attn.c_attn.weight'],
  ['attn.qkv.bias', 'attn.c_attn.bias'],
  ['attn.proj.weight', 'attn.c_proj.weight'],
  ['attn.proj.bias', 'attn.c_proj.bias'],
  ['ln2.gain', 'ln_2.weight'],
  ['ln2.bias', 'ln_2.bias'],
  ['mlp.fc.weight', 'mlp.c_fc.weight'],
  ['mlp.fc.bias', 'mlp.c_fc.bias'],
  ['mlp.proj.weight', 'mlp.c_proj.weight'],
  ['mlp.proj.bias', 'mlp.c_proj.bias'],
];

const ROTARY: typeof LEARNED = [
  ['ln1.gain', 'input_layernorm.weight'],
  ['ln1.bias', 'input_layernorm.bias'],
  ['attn.qkv.weight', 'attention.query_key_value.weight'],
  ['attn.qkv.bias', 'attention.query_key_value.bias'],
  ['attn.proj.weight', 'attention.dense.weight'],
  ['attn.proj.bias', 'attention.dense.bias'],
  ['ln2.gain', 'post_attention_layernorm.weight'],
  ['ln2.bias', 'post_attention_layernorm.bias'],
  ['mlp.fc.weight', 'mlp.dense_h_to_4h.weight'],
  ['mlp.fc.bias', 'mlp.dense_h_to_4h.bias'],
  ['mlp.proj.weight', 'mlp.dense_4h_to_h.weight'],
  ['mlp.proj.bias', 'mlp.dense_4h_to_h.bias'],
];

/** The name there of each parameter here. */
function namesOf({ nLayers, positions }: GptConfig): Map<string, string> {
  const learned = positions === 'learned';
  const root = learned ? 'transformer' : 'gpt_neox';
  const final = learned ? 'ln_f' : 'final_layer_norm';
  const names = new Map([
    ['wte', learned ? 'transformer.wte.weight' : 'gpt_neox.embed_in.weight'],
    ['wpe', 'transformer.wpe.weight'],
    ['lnf.gain', `${root}.${final}.weight`],
    ['lnf.bias', `${root}.${final}.bias`],
  ]);
  for (let i = 0; i < nLayers; i++) {
    const block = learned ? `transformer.h.${i}` : `gpt_neox.layers.${i}`;
    for (const [kit, theirs] of learned ? LEARNED : ROTARY) {
      names.set(`h${i}.${kit}`, `${block}.${theirs}`);
    }
  }
  return names;
}

function counterparts(gpt: GptConfig): Counterpart[] {
  if (gpt.mask !== 'causal') {
    throw new RangeError(
      `A model with the mask "${gpt.mask}" has no counterpart among the causal models of transformers.`,
    );
  }
  if ((gpt.rotaryShare ?? 1) !== 1) {
    throw new RangeError(
      `A model with rotaryShare ${gpt.rotaryShare} cannot be kept: there the pairs that are turned stand first.`,
    );
  }
  const names = namesOf(gpt);
  const { dModel: d, nHeads, positions } = gpt;
  const headDim = d / nHeads;
  /** Output `row` of a projection to q, k and v: [head][part][dim] there, [part][head][dim] here. */
  const qkv = (row: number): number => {
    const head = Math.floor(row / (3 * headDim));
    const part = Math.floor(row / headDim) % 3;
    return part * d + head * headDim + (row % headDim);
  };
  return gptLayout(gpt).map(({ name: kit, shape }) => {
    const name = names.get(kit)!;
    const same = { kit, name, shape, source: (index: number) => index };
    if (positions === 'learned' || kit === 'wte') return same;
    const isQkv = kit.includes('.attn.qkv.');
    if (shape.length === 1) return isQkv ? { ...same, source: qkv } : same;
    const [rows, columns] = shape;
    return {
      ...same,
      shape: [columns, rows],
      source(index) {
        const output = Math.floor(index / rows);
        return (index % rows) * columns + (isQkv ? qkv(output) : output);
      },
    };
  });
}

/** The model of parameters [P] as transformers know it. Throws for a mask that they do not have. */
export function toHuggingFace(theta: Float32Array, gpt: GptConfig): HuggingFaceModel {
  const layout = gptLayout(gpt);
  const model: HuggingFaceModel = { tensors: {}, shapes: {}, config: huggingFaceConfig(gpt) };
  for (const { kit, name, shape, source } of counterparts(gpt)) {
    const values = parameterSlice(theta, layout, kit);
    model.tensors[name] = values.map((_, index) => values[source(index)]);
    model.shapes[name] = shape;
  }
  return model;
}

/**
 * The parameters [P] again, bit for bit.
 * Throws an Error that names the tensor that is missing, too much or of another shape.
 */
export function fromHuggingFace(
  { tensors, shapes }: Pick<HuggingFaceModel, 'tensors' | 'shapes'>,
  gpt: GptConfig,
): Float32Array {
  const layout = gptLayout(gpt);
  const theta = new Float32Array(layoutSize(layout));
  const all = counterparts(gpt);
  for (const { kit, name, shape, source } of all) {
    if (!Object.hasOwn(tensors, name)) throw new Error(`it has no tensor "${name}"`);
    if (String(shapes[name]) !== String(shape)) {
      throw new Error(`its tensor "${name}" is [${shapes[name]}], not [${shape}]`);
    }
    const values = parameterSlice(theta, layout, kit);
    for (let index = 0; index < sizeOf(shape); index++) {
      values[source(index)] = tensors[name][index];
    }
  }
  const known = new Set(all.map(({ name }) => name));
  const extra = Object.keys(tensors).find((name) => !known.has(name));
  if (extra !== undefined) throw new Error(`it has a tensor "${extra}" that such a model does not`);
  return theta;
}

/** What config.json says: all that transformers would take another default for. */
function huggingFaceConfig(gpt: GptConfig): Record<string, unknown> {
  const { vocabSize, seqLength, dModel, nLayers, nHeads, positions } = gpt;
  const common = {
    vocab_size: vocabSize,
    tie_word_embeddings: true,
    initializer_range: 0.02,
    bos_token_id: null,
    eos_token_id: null,
    dtype: 'float32',
  };
  if (positions === 'learned') {
    return {
      architectures: ['GPT2LMHeadModel'],
      model_type: 'gpt2',
      ...common,
      ...{ n_positions: seqLength, n_embd: dModel, n_layer: nLayers, n_head: nHeads },
      activation_function: 'gelu_new', // the tanh form
      layer_norm_epsilon: 1e-5,
      ...{ resid_pdrop: 0, embd_pdrop: 0, attn_pdrop: 0 },
    };
  }
  return {
    architectures: ['GPTNeoXForCausalLM'],
    model_type: 'gpt_neox',
    ...common,
    max_position_embeddings: seqLength,
    ...{ hidden_size: dModel, intermediate_size: 4 * dModel },
    ...{ num_hidden_layers: nLayers, num_attention_heads: nHeads },
    hidden_act: 'gelu_new',
    layer_norm_eps: 1e-5,
    use_parallel_residual: false,
    attention_bias: true,
    ...{ rotary_pct: 1, rotary_emb_base: 10_000 },
    rope_parameters: { rope_type: 'default', rope_theta: 10_000, partial_rotary_factor: 1 },
    ...{ attention_dropout: 0, hidden_dropout: 0 },
  };
}

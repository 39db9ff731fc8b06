import { type GptConfig, gptLayout } from './gpt';
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

/** The modules there, below the model or, where there is one of them a layer, below a layer. */
const MODULES: Record<string, Record<GptConfig['positions'], string>> = {
  wte: { learned: 'wte', rotary: 'embed_in' },
  wpe: { learned: 'wpe', rotary: '' }, // there is none with rotary positions
  ln1: { learned: 'ln_1', rotary: 'input_layernorm' },
  'attn.qkv': { learned: 'attn.c_attn', rotary: 'attention.query_key_value' },
  'attn.proj': { learned: 'attn.c_proj', rotary: 'attention.dense' },
  ln2: { learned: 'ln_2', rotary: 'post_attention_layernorm' },
  'mlp.fc': { learned: 'mlp.c_fc', rotary: 'mlp.dense_h_to_4h' },
  'mlp.proj': { learned: 'mlp.c_proj', rotary: 'mlp.dense_4h_to_h' },
  lnf: { learned: 'ln_f', rotary: 'final_layer_norm' },
};

/** The name there of a parameter here: "h3.ln1.gain" is "transformer.h.3.ln_1.weight". */
function nameThere(kit: string, positions: GptConfig['positions']): string {
  const [, layer, module, part] = /^(?:h(\d+)\.)?(.+?)(?:\.(gain|weight|bias))?$/.exec(kit)!;
  const [root, layers] = positions === 'learned' ? ['transformer', 'h'] : ['gpt_neox', 'layers'];
  const place = layer === undefined ? root : `${root}.${layers}.${layer}`;
  return `${place}.${MODULES[module][positions]}.${part === 'bias' ? 'bias' : 'weight'}`;
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
  const { dModel: d, nHeads, positions } = gpt;
  const headDim = d / nHeads;
  /** Output `row` of a projection to q, k and v: [head][part][dim] there, [part][head][dim] here. */
  const qkv = (row: number): number => {
    const head = Math.floor(row / (3 * headDim));
    const part = Math.floor(row / headDim) % 3;
    return part * d + head * headDim + (row % headDim);
  };
  return gptLayout(gpt).map(({ name: kit, shape }) => {
    const name = nameThere(kit, positions);
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

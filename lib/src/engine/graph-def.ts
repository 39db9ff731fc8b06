import * as protobuf from 'protobufjs';
import { DataType } from './binding';

/**
 * The messages of TensorFlow's SavedModel format that a captured step needs, with the field numbers
 * of TensorFlow's own .proto files (graph.proto, attr_value.proto, tensor.proto, saved_model.proto).
 */
const schema = `
syntax = "proto3";
message Dim { int64 size = 1; }
message TensorShape { repeated Dim dim = 2; }
message Tensor { int32 dtype = 1; TensorShape tensor_shape = 2; bytes tensor_content = 4; }
message AttrList {
  repeated bytes s = 2; repeated int64 i = 3 [packed = true]; repeated float f = 4 [packed = true];
  repeated int32 type = 6 [packed = true];
}
message Attr {
  oneof value {
    AttrList list = 1; bytes s = 2; int64 i = 3; float f = 4; bool b = 5; int32 type = 6;
    TensorShape shape = 7; Tensor tensor = 8;
  }
}
message Node {
  string name = 1; string op = 2; repeated string input = 3; string device = 4;
  map<string, Attr> attr = 5;
}
message Versions { int32 producer = 1; }
message Graph { repeated Node node = 1; Versions versions = 4; }
message MetaInfo { repeated string tags = 4; string tensorflow_version = 5; }
message MetaGraph { MetaInfo meta_info_def = 1; Graph graph_def = 2; }
message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraph meta_graphs = 2; }
`;

// keepCase: the names above are the ones that the encoder looks up
const SavedModel = protobuf.parse(schema, { keepCase: true }).root.lookupType('SavedModel');

const PRODUCER = 1900; // graph version: new enough for every op used, old enough for TensorFlow 2.21

interface TensorShape {
  dim: { size: number }[];
}
export type Attr =
  | { s: Uint8Array }
  | { i: number }
  | { f: number }
  | { b: boolean }
  | { type: number }
  | { shape: TensorShape }
  | { tensor: { dtype: number; tensor_shape: TensorShape; tensor_content: Uint8Array } }
  | { list: { s?: Uint8Array[]; i?: number[]; f?: number[]; type?: number[] } };

export interface GraphNode {
  name: string;
  op: string;
  input: string[];
  attr: Record<string, Attr>;
}

export const attr = {
  type: (type: number): Attr => ({ type }),
  string: (text: string): Attr => ({ s: Buffer.from(text) }),
  shape: (shape: readonly number[]): Attr => ({ shape: { dim: shape.map((size) => ({ size })) } }),
  bool: (b: boolean): Attr => ({ b }),
};

/** A Const node that holds `bytes` (little-endian values of `dtype`). */
export function constNode(
  name: string,
  dtype: number,
  shape: readonly number[],
  bytes: Uint8Array,
  controlInputs: string[] = [],
): GraphNode {
  const tensor_shape = { dim: shape.map((size) => ({ size })) };
  return {
    name,
    op: 'Const',
    input: controlInputs.map((input) => `^${input}`),
    attr: {
      dtype: attr.type(dtype),
      value: { tensor: { dtype, tensor_shape, tensor_content: bytes } },
    },
  };
}

export function scalarInt(name: string, value: number, controlInputs: string[] = []): GraphNode {
  const bytes = new Uint8Array(Int32Array.of(value).buffer);
  return constNode(name, DataType.int32, [], bytes, controlInputs);
}

/** The bytes of `saved_model.pb` for a graph. */
export function encodeSavedModel(nodes: GraphNode[], tensorflowVersion: string): Uint8Array {
  return SavedModel.encode({
    saved_model_schema_version: 1,
    meta_graphs: [
      {
        meta_info_def: { tags: ['serve'], tensorflow_version: tensorflowVersion },
        graph_def: { node: nodes, versions: { producer: PRODUCER } },
      },
    ],
  }).finish();
}

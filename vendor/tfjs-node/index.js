'use strict';
// The name of TensorFlow's backend for Node, which the kit has as tfjs-node-gpu: whoever asks for it
// gets TensorFlow, loaded with the kit's settings. danfojs asks too (for 3.x, which would bring a
// second tensor library), but needs no more than the tensors, and TensorFlow takes a second to load.
const asksForTensors = /[\\/]danfojs-/.test(module.parent?.filename ?? '');

if (asksForTensors) {
  delete require.cache[__filename]; // who asks next is asked anew who it is
  module.exports = require('@tensorflow/tfjs');
} else {
  require('memorization-kit/engine').loadTensorFlow();
  module.exports = require('@tensorflow/tfjs-node-gpu');
}

'use strict';
// danfojs asks for tfjs-node 3.x, which would bring a second tensor library and a second TensorFlow.
module.exports = require('@tensorflow/tfjs');

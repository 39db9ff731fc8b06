/* The findings with TensorFlow to train them. */
import '../engine/node';

export * from './index';

import { kitStep } from './kit-task';
import { serve } from './serve';

/** The kit's engine: the training step as one TensorFlow graph. */
serve({
  plain: (problem) => kitStep(problem, 'plain'),
  xla: (problem) => kitStep(problem, 'xla'),
});

import { kitStep } from './kit-task';
import { serve } from './serve';

/** The kit's engine: the training step as one TensorFlow graph. */
serve({
  native: (problem) => kitStep(problem, 'plain'),
  plain: (problem) => kitStep(problem, 'plain', 'composed'),
  xla: (problem) => kitStep(problem, 'xla', 'composed'),
});

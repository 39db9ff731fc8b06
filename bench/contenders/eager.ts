import { kitStep } from './kit-task';
import { serve } from './serve';
import { stockStep } from './stock-step';

/** tfjs op by op on the same TensorFlow: code that uses tfjs alone, and the kit's own. */
serve({
  stock: stockStep,
  'kit-code': (problem) => kitStep(problem, 'eager', 'composed'),
});

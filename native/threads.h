// Threads that share the tiles of a kernel.
#pragma once

namespace kit {

/** How many threads a kernel may take, that of its caller included; for the whole process. */
void setThreads(int threads);
int threads();

/**
 * Calls run(of, 0), ..., run(of, parts - 1), each on a thread of its own as far as there are any, and
 * returns when all have. What a part computes depends on its number alone, so that it does not matter
 * which thread takes it.
 * @param parts at most threads()
 */
void inParallel(int parts, void (*run)(void* of, int part), void* of);

}  // namespace kit

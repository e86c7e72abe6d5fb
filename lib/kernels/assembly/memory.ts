// Where the caller's part of the memory begins.

/** First byte after the static data of all kernels: the caller lays out everything from here on. */
export function heapBase(): usize {
  return __heap_base;
}

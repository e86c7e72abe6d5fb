// Types for touched.test.ts.
export function unlessUntouched(check: () => Promise<void>, root?: string): Promise<void>;

// What the bench of images sees of build.mjs.
export function buildPages(distDir?: string): Promise<void>;

// Whole layers in memory, each in a small kernel instance of its own so that binning copies nothing. The least recently used go when the
// bound is reached, and their memory is filled again: a new one costs a collection of all garbage and the zeroing of its pages. Requests
// for one layer share one read.

import { createKernels, type Kernels } from "../kernels";
import type { Layer, LoadedFacts } from "./layer";
import { type OpenedImage, withImageFile } from "./open-image";

/** Of all layers together; those on their way may come on top. */
const KEPT_BYTES = 512 * 2 ** 20;
/** A layer beyond is never whole in memory: it is read in strips. */
const LARGEST_KEPT_BYTES = KEPT_BYTES / 2;
const PIXEL_BYTES = 4;

export interface KeptPlane {
  kernels: Kernels;
  /** of float32, or int32 of a mask, `height` rows of `width` */
  offset: number;
  width: number;
  height: number;
  facts: LoadedFacts;
}

/** Room beside the pixels for what is made of them: at half the resolution a quarter of them. */
const ROOM_BESIDE = 1 / 4;

interface Memory {
  kernels: Kernels;
  /** top of the arena when nothing is in it */
  bottom: number;
  /** of pixels that it was made for */
  bytes: number;
}

interface Entry {
  plane: Promise<KeptPlane>;
  bytes: number;
  /** null while it is read */
  memory: Memory | null;
}

/** Layers up to a bound. */
export class PlaneKeeper {
  /** in the order of their last use */
  private readonly entries = new Map<string, Entry>();
  /** of layers that were let go of; nobody reads it later than in the synchronous stretch in which the layer was awaited */
  private readonly spare: Memory[] = [];

  constructor(private readonly mostBytes: number) {}

  find(key: string): Promise<KeptPlane> | null {
    const entry = this.entries.get(key);
    if (!entry) return null;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.plane;
  }

  /** @param load fills the memory that it is given: kernels, and offset of the pixels */
  keep(key: string, bytes: number, load: (kernels: Kernels, offset: number) => Promise<KeptPlane>): Promise<KeptPlane> {
    const before = this.find(key);
    if (before) return before;
    this.makeRoom(bytes);
    const memory = this.takeMemory(bytes);
    const offset = memory.kernels.allocate(bytes);
    const entry: Entry = { plane: load(memory.kernels, offset), bytes, memory: null };
    this.entries.set(key, entry);
    entry.plane.then(
      () => {
        entry.memory = memory;
      },
      () => {
        if (this.entries.get(key) === entry) this.entries.delete(key);
      },
    );
    return entry.plane;
  }

  private makeRoom(bytes: number): void {
    let total = [...this.entries.values()].reduce((sum, entry) => sum + entry.bytes, bytes);
    for (const [key, entry] of this.entries) {
      if (total <= this.mostBytes) return;
      total -= entry.bytes;
      this.entries.delete(key);
      if (entry.memory) this.spare.push(entry.memory);
    }
  }

  /** Spare memory of about the size, its arena empty; what else is spare is given up. */
  private takeMemory(bytes: number): Memory {
    const found = this.spare.find((memory) => memory.bytes >= bytes && memory.bytes <= 2 * bytes);
    this.spare.length = 0;
    if (found) {
      found.kernels.release(found.bottom);
      return found;
    }
    const kernels = createKernels();
    const bottom = kernels.mark();
    // grown once: what is binned later must not grow it again
    kernels.allocate(bytes * (1 + ROOM_BESIDE));
    kernels.release(bottom);
    return { kernels, bottom, bytes };
  }
}

const keeper = new PlaneKeeper(KEPT_BYTES);

function keyOf(image: OpenedImage, layer: Layer): string {
  return `${image.key} ${layer.id}${layer.isMask ? " mask" : ""}`;
}

/** Whether a layer may be kept whole. */
export function isKeepable({ width, height }: Layer): boolean {
  return PIXEL_BYTES * width * height <= LARGEST_KEPT_BYTES;
}

/** The layer, when it is in memory or on its way there; else null. */
export function findKeptPlane(image: OpenedImage, layer: Layer): Promise<KeptPlane> | null {
  return keeper.find(keyOf(image, layer));
}

/**
 * A layer in memory, read when it is not there yet.
 *
 * @param image whose
 * @param layer which, at most LARGEST_KEPT_BYTES
 * @returns its pixels: not to be changed, and to be read in the synchronous stretch in which they are awaited; whatever is allocated
 *   beside them is to be released in it too
 * @throws as withImageFile and the reader
 */
export function keepPlane(image: OpenedImage, layer: Layer): Promise<KeptPlane> {
  const { width, height } = layer;
  const count = width * height;
  return keeper.keep(keyOf(image, layer), PIXEL_BYTES * count, async (kernels, offset) => {
    const target = layer.isMask ? kernels.int32(offset, count) : kernels.float32(offset, count);
    const facts = await withImageFile(image, (file) => layer.load(file, target));
    return { kernels, offset, width, height, facts };
  });
}

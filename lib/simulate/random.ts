// Seeded random numbers: the same key gives the same numbers on every machine.
// Generator sfc32 (C. Doty-Humphrey, PractRand 2014); Gaussian numbers by the ziggurat of G. Marsaglia and W. W. Tsang,
// J. Stat. Softw. 5(8), 2000, with 256 layers, the layer taken from bits that the value does not use
// (J. A. Doornik 2005: reusing them correlates the two).

const LAYERS = 256;
/** Rightmost layer edge and common area of 256 layers (Marsaglia and Tsang 2000, section 3). */
const TAIL_START = 3.6541528853610088;
const LAYER_AREA = 0.00492867323399;
const VALUE_RANGE = 2 ** 23;
const UINT32_RANGE = 2 ** 32;

const limits = new Int32Array(LAYERS);
const scales = new Float64Array(LAYERS);
const heights = new Float64Array(LAYERS);

function fillLayers(): void {
  let edge = TAIL_START;
  const lowest = LAYER_AREA / density(edge);
  limits[0] = Math.floor((edge / lowest) * VALUE_RANGE);
  scales[0] = lowest / VALUE_RANGE;
  heights[0] = 1;
  scales[LAYERS - 1] = edge / VALUE_RANGE;
  heights[LAYERS - 1] = density(edge);
  for (let i = LAYERS - 2; i >= 1; i--) {
    const inner = Math.sqrt(-2 * Math.log(LAYER_AREA / edge + density(edge)));
    limits[i + 1] = Math.floor((inner / edge) * VALUE_RANGE);
    edge = inner;
    scales[i] = edge / VALUE_RANGE;
    heights[i] = density(edge);
  }
  limits[1] = 0;
}

function density(x: number): number {
  return Math.exp(-0.5 * x * x);
}

fillLayers();

/** A stream of random numbers of its own. */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** @param key any text; streams of different keys are independent */
  constructor(key: string) {
    [this.a, this.b, this.c] = [hash(key, 1), hash(key, 2), hash(key, 3)];
    for (let i = 0; i < 15; i++) this.uint32();
  }

  /** Uniform integer, 0 to 2^32 - 1. */
  uint32(): number {
    return this.int32() >>> 0;
  }

  /** Uniform in [low, high). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.uint32() / UINT32_RANGE);
  }

  /** Uniform in the logarithm, in [low, high); both positive. */
  logUniform(low: number, high: number): number {
    return low * (high / low) ** this.uniform();
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** The whole part always, one more with the probability of the rest: 2.3 gives 2 or, in 30 % of cases, 3. */
  count(mean: number): number {
    return Math.floor(mean) + (this.chance(mean - Math.floor(mean)) ? 1 : 0);
  }

  /** Gaussian with mean 0 and standard deviation 1. */
  gaussian(): number {
    for (;;) {
      const bits = this.int32();
      const layer = bits & (LAYERS - 1);
      const value = bits >> 8;
      if (Math.abs(value) < limits[layer]!) return value * scales[layer]!;
      if (layer === 0) return this.tail(value < 0);
      const x = value * scales[layer]!;
      const height = heights[layer]! + this.uniform() * (heights[layer - 1]! - heights[layer]!);
      if (height < density(x)) return x;
    }
  }

  private tail(isNegative: boolean): number {
    for (;;) {
      const x = this.exponential(1) / TAIL_START;
      const y = this.exponential(1);
      if (y + y > x * x) return isNegative ? -(TAIL_START + x) : TAIL_START + x;
    }
  }

  private int32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum;
  }
}

/** FNV-1a over the UTF-16 units, with murmur3's last mixing. */
function hash(text: string, salt: number): number {
  let value = Math.imul(0x811c9dc5 ^ salt, 0x01000193);
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

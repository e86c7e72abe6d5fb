// The smooth part of a dark: noise, dark current, what is left of the bias, and the rings of the wafer.

import type { Frame } from "./frame";
import type { RandomStream } from "./random";
import type { SimulationSettings } from "./settings";

const TREE_RING_SAMPLES_PER_PIXEL = 4;
/** Spacing of the rings at the wafer's centre and at its edge, in pixels of a 4096-pixel detector. */
const TREE_RING_PERIODS = [220, 60] as const;
const REFERENCE_WIDTH = 4096;

/**
 * Fills all pixels of a frame with noise and background, in place.
 *
 * Noise is Gaussian and white with each amplifier's read noise and the shot noise of the dark current (a Gaussian of that
 * variance: the discreteness of single electrons is not simulated). The bias left after signature removal is a level and two
 * gradients an amplifier, the same in every exposure but for a tenth of it. Tree rings are a chirped wave in the distance
 * from a wafer centre outside of the detector. Costs about 15 ns a pixel.
 *
 * @param frame changed in place; its amplifiers must cover it
 * @param settings amplitudes
 * @param darkElectrons dark current times exposure time
 * @param random defect: the detector's own stream; exposure: this exposure's stream
 */
export function fillBackground(
  frame: Frame,
  settings: SimulationSettings,
  darkElectrons: number,
  random: { defect: RandomStream; exposure: RandomStream },
): void {
  const wave = treeRings(frame, settings.treeRingElectrons, random.defect);
  for (const amplifier of frame.amplifiers) {
    const term = (spread: number) => spread * (random.defect.gaussian() + 0.1 * random.exposure.gaussian());
    const level = darkElectrons + term(settings.biasSpreadElectrons);
    const slopeX = term(settings.biasGradientElectrons) / Math.max(1, amplifier.width);
    const slopeY = term(settings.biasGradientElectrons) / Math.max(1, amplifier.height);
    fillAmplifier(frame, amplifier, { level, slopeX, slopeY, wave, random: random.exposure });
  }
}

interface TreeRings {
  centerX: number;
  centerY: number;
  /** electrons at radius index / TREE_RING_SAMPLES_PER_PIXEL */
  profile: Float32Array;
}

function fillAmplifier(
  frame: Frame,
  amplifier: Frame["amplifiers"][number],
  parts: { level: number; slopeX: number; slopeY: number; wave: TreeRings; random: RandomStream },
): void {
  const { pixels, width } = frame;
  const { x0, y0, noiseElectrons } = amplifier;
  const { level, slopeX, slopeY, random } = parts;
  const { centerX, centerY, profile } = parts.wave;
  for (let y = y0; y < y0 + amplifier.height; y++) {
    const rowLevel = level + slopeY * (y - y0 - amplifier.height / 2);
    const squaredY = (y - centerY) * (y - centerY);
    for (let x = x0; x < x0 + amplifier.width; x++) {
      const radius = Math.sqrt((x - centerX) * (x - centerX) + squaredY);
      const ripple = profile[(radius * TREE_RING_SAMPLES_PER_PIXEL) | 0]!;
      const slope = slopeX * (x - x0 - amplifier.width / 2);
      pixels[y * width + x] = rowLevel + slope + ripple + noiseElectrons * random.gaussian();
    }
  }
}

function treeRings(frame: Frame, amplitudeElectrons: number, random: RandomStream): TreeRings {
  const { width, height } = frame;
  const centerX = random.chance(0.5) ? -0.15 * width : 1.15 * width;
  const centerY = random.uniform(-0.2, 0.2) * height + (random.chance(0.5) ? height : 0);
  const farthest = Math.hypot(1.15 * width, 1.2 * height);
  const profile = new Float32Array(Math.ceil(farthest * TREE_RING_SAMPLES_PER_PIXEL) + 2);
  const [slow, fast] = TREE_RING_PERIODS;
  let phase = random.uniform(0, 2 * Math.PI);
  for (let i = 0; i < profile.length; i++) {
    const radius = i / TREE_RING_SAMPLES_PER_PIXEL;
    const period = Math.max(24, (slow + (fast - slow) * (radius / farthest)) * (width / REFERENCE_WIDTH));
    phase += (2 * Math.PI) / (period * TREE_RING_SAMPLES_PER_PIXEL);
    profile[i] = amplitudeElectrons * Math.sin(phase) * (0.6 + 0.4 * Math.sin(phase / 7.3));
  }
  return { centerX, centerY, profile };
}

// Image A of the dark-ring reference, section 9: one dark blob and one dark ring on smooth waves.

export const IMAGE_A = makeImageA();

function makeImageA() {
  const width = 56;
  const height = 48;
  const pixels = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const waves = 2 * Math.sin(0.7 * x) + 1.5 * Math.cos(0.45 * y) + 0.3 * Math.sin(0.11 * x * y);
      const blob = -40 * Math.exp((-0.5 * ((x - 18.3) ** 2 + (y - 20.6) ** 2)) / 2.5 ** 2);
      const ring = -25 * Math.exp(-0.5 * ((Math.hypot(x - 40, y - 30) - 5) / 1.2) ** 2);
      pixels[y * width + x] = waves + blob + ring;
    }
  }
  return { width, height, pixels };
}

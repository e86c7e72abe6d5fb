// Image B: noise, blobs, rings, a bright track, features at the border and a NaN; the same as in reference.golden.py.

export const IMAGE_B = makeImageB();

function makeImageB() {
  const [width, height] = [131, 97];
  let state = 12345;
  const noise = () => {
    let total = 0;
    for (let i = 0; i < 4; i++) {
      state = (state * 16807) % 2147483647;
      total += state / 2147483647;
    }
    return 20 * (total - 2);
  };
  const features = [
    { x: 30, y: 25, depth: 40, radius: 0, width: 3 },
    { x: 70.5, y: 30.25, depth: 50, radius: 6, width: 1.5 },
    { x: 100, y: 70, depth: 25, radius: 9, width: 2 },
    { x: 3, y: 60, depth: 60, radius: 0, width: 4 },
    { x: 128, y: 10, depth: 60, radius: 5, width: 1.5 },
    { x: 40, y: 75, depth: 18, radius: 0, width: 5 },
  ];
  const pixels = Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    let value = noise() + 5;
    for (const f of features) {
      value -= f.depth * Math.exp(-0.5 * ((Math.hypot(x - f.x, y - f.y) - f.radius) / f.width) ** 2);
    }
    return y === 50 && x >= 50 && x < 70 ? value + 900 : value;
  });
  pixels[24 * width + 31] = Number.NaN;
  return { width, height, pixels };
}
